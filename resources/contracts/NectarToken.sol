// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {Owned} from "./access/Owned.sol";

/// A contract that is told when an account has approved it.
interface IApprovalReceiver {
    function receiveApproval(address from, uint256 value, address tokenContract, bytes calldata data) external returns (bool);
}

/// Nectar (NCT): an ERC-20 that minters make and that can be moved once its owner has opened transfers.
contract NectarToken is ERC20, Owned {
    bool public transfersEnabled;
    mapping(address => bool) private _minters;

    event MinterAdded(address indexed account);
    event MinterRemoved(address indexed account);
    event TransfersEnabled();

    modifier onlyMinter() {
        require(_minters[msg.sender], "MinterRole: caller does not have the Minter role");
        _;
    }

    constructor() ERC20("Nectar", "NCT") {
        _addMinter(msg.sender);
    }

    function enableTransfers() external onlyOwner {
        transfersEnabled = true;
        emit TransfersEnabled();
    }

    function isMinter(address account) external view returns (bool) {
        return _minters[account];
    }

    function addMinter(address account) external onlyMinter {
        _addMinter(account);
    }

    function renounceMinter() external {
        _minters[msg.sender] = false;
        emit MinterRemoved(msg.sender);
    }

    function mint(address to, uint256 value) external onlyMinter returns (bool) {
        _mint(to, value);
        return true;
    }

    function increaseAllowance(address spender, uint256 addedValue) external returns (bool) {
        _approve(msg.sender, spender, allowance(msg.sender, spender) + addedValue);
        return true;
    }

    function decreaseAllowance(address spender, uint256 subtractedValue) external returns (bool) {
        uint256 current = allowance(msg.sender, spender);
        require(current >= subtractedValue, "ERC20: decreased allowance below zero");
        _approve(msg.sender, spender, current - subtractedValue);
        return true;
    }

    /// Approves a contract and tells it so in the same transaction.
    function approveAndCall(address _spender, uint256 _value, bytes calldata _extraData) external returns (bool) {
        _approve(msg.sender, _spender, _value);
        require(IApprovalReceiver(_spender).receiveApproval(msg.sender, _value, address(this), _extraData), "Approval was not received");
        return true;
    }

    function _addMinter(address account) private {
        _minters[account] = true;
        emit MinterAdded(account);
    }

    function _update(address from, address to, uint256 value) internal override {
        bool moves = from != address(0) && to != address(0);
        require(!moves || transfersEnabled || from == owner(), "Transfers are not enabled");
        require(from == address(0) || balanceOf(from) >= value, "ERC20: transfer amount exceeds balance");
        super._update(from, to, value);
    }

    function _spendAllowance(address owner, address spender, uint256 value) internal override {
        require(allowance(owner, spender) >= value, "ERC20: insufficient allowance");
        super._spendAllowance(owner, spender, value);
    }
}
