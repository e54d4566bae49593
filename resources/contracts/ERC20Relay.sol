// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Owned} from "./access/Owned.sol";

/// One end of the bridge between a Community's chains: pays out here what arrived at the other end, once two thirds of the verifiers say so.
/// How many confirmations they wait for is their own business.
contract ERC20Relay is Owned {
    using SafeERC20 for IERC20;

    string public constant VERSION = "1.2.1";

    uint256 private constant MINIMUM_VERIFIERS = 3;
    uint256 private constant GAS_PRICE = 20 gwei;
    uint256 private constant ESTIMATED_GAS_PER_VERIFIER = 54_301;
    uint256 private constant ESTIMATED_GAS_PER_WITHDRAWAL = 73_458;

    struct Withdrawal {
        address destination;
        uint256 amount;
        bool processed;
    }

    struct Anchor {
        bytes32 blockHash;
        uint256 blockNumber;
        bool processed;
    }

    uint256 public verifierCount;
    uint256 public requiredVerifiers;
    /// NCT that one ETH buys; 0 makes the relay free of charge.
    uint256 public nctEthExchangeRate;
    uint256 public fees;
    address public feeWallet;
    /// The block in which the relay was emptied for good, or 0.
    uint256 public flushBlock;
    mapping(bytes32 => Withdrawal) public withdrawals;
    mapping(bytes32 => address[]) public withdrawalApprovals;
    Anchor[] public anchors;
    mapping(bytes32 => address[]) public anchorApprovals;

    IERC20 private immutable _token;
    address private _verifierManager;
    address private _feeManager;
    mapping(address => bool) private _verifiers;

    event AddedVerifier(address indexed account);
    event RemovedVerifier(address indexed account);
    event NewVerifierManager(address indexed previousManager, address indexed newManager);
    event NewFeeManager(address indexed previousManager, address indexed newManager);
    event FeesChanged(uint256 newFees);
    event WithdrawalProcessed(address indexed destination, uint256 amount, bytes32 txHash, bytes32 blockHash, uint256 blockNumber);
    event AnchoredBlock(bytes32 indexed blockHash, uint256 indexed blockNumber);
    event ContestedBlock(bytes32 indexed blockHash, uint256 indexed blockNumber);
    event Flush();

    modifier onlyVerifier() {
        require(_verifiers[msg.sender], "msg.sender is not verifier");
        _;
    }

    modifier onlyVerifierManager() {
        require(msg.sender == (_verifierManager == address(0) ? owner() : _verifierManager), "Not a verifier manager");
        _;
    }

    modifier onlyFeeManager() {
        require(msg.sender == (_feeManager == address(0) ? owner() : _feeManager), "Not a fee manager");
        _;
    }

    constructor(address token, uint256 exchangeRate, address wallet, address[] memory verifiers) {
        require(token != address(0), "Invalid token address");
        require(verifiers.length >= MINIMUM_VERIFIERS, "Number of verifiers less than minimum");
        _token = IERC20(token);
        nctEthExchangeRate = exchangeRate;
        feeWallet = wallet;
        for (uint256 i = 0; i < verifiers.length; i++) _add(verifiers[i]);
    }

    fallback() external payable {
        revert("Do not allow sending Eth to this contract");
    }

    function setVerifierManager(address newVerifierManager) external onlyOwner {
        emit NewVerifierManager(_verifierManager, newVerifierManager);
        _verifierManager = newVerifierManager;
    }

    function setFeeManager(address newFeeManager) external onlyOwner {
        emit NewFeeManager(_feeManager, newFeeManager);
        _feeManager = newFeeManager;
    }

    function addVerifier(address account) external onlyVerifierManager {
        _add(account);
    }

    function removeVerifier(address account) external onlyVerifierManager {
        _remove(account);
    }

    /// The owner's own way in, whoever the verifier manager is.
    function _addVerifier(address account) external onlyOwner {
        _add(account);
    }

    function _removeVerifier(address account) external onlyOwner {
        _remove(account);
    }

    function isVerifier(address account) external view returns (bool) {
        return _verifiers[account];
    }

    function setNctEthExchangeRate(uint256 _nctEthExchangeRate) external onlyFeeManager {
        nctEthExchangeRate = _nctEthExchangeRate;
        _updateFees();
    }

    /// Ends the relay: what it still holds goes to the fee wallet, and it pays nothing out any more.
    function flush() external onlyOwner {
        require(flushBlock == 0, "Contract is flushed");
        flushBlock = block.number;
        uint256 held = _token.balanceOf(address(this));
        if (held > 0) _token.safeTransfer(feeWallet, held);
        emit Flush();
    }

    function approveWithdrawal(address destination, uint256 amount, bytes32 txHash, bytes32 blockHash, uint256 blockNumber)
        external
        onlyVerifier
    {
        require(destination != address(0), "Invalid destination address");
        require(amount > fees, "Withdrawal amount is less than or equal to fees");
        require(flushBlock == 0, "Contract is flushed, cannot withdraw");
        bytes32 id = keccak256(abi.encodePacked(txHash, blockHash, blockNumber));
        uint256 net = amount - fees;
        Withdrawal storage withdrawal = withdrawals[id];
        if (withdrawal.destination == address(0)) {
            withdrawal.destination = destination;
            withdrawal.amount = net;
        }
        require(withdrawal.destination == destination, "Destination mismatch");
        require(withdrawal.amount == net, "Amount mismatch");
        address[] storage approvals = withdrawalApprovals[id];
        require(!_contains(approvals, msg.sender), "Already approved withdrawal");
        approvals.push(msg.sender);
        if (approvals.length < requiredVerifiers || withdrawal.processed) return;
        withdrawal.processed = true;
        if (fees != 0 && feeWallet != address(0)) _token.safeTransfer(feeWallet, fees);
        _token.safeTransfer(destination, net);
        emit WithdrawalProcessed(destination, net, txHash, blockHash, blockNumber);
    }

    /// Takes an approval back, as after a reorganization of the other chain.
    function unapproveWithdrawal(bytes32 txHash, bytes32 blockHash, uint256 blockNumber) external onlyVerifier {
        bytes32 id = keccak256(abi.encodePacked(txHash, blockHash, blockNumber));
        require(withdrawals[id].destination != address(0), "No such withdrawal");
        require(!withdrawals[id].processed, "Withdrawal already processed");
        address[] storage approvals = withdrawalApprovals[id];
        _withdrawApproval(approvals, msg.sender);
        // With nobody behind it any more, its amount must not bind the next one.
        if (approvals.length == 0) delete withdrawals[id];
    }

    function anchor(bytes32 blockHash, uint256 blockNumber) external onlyVerifier {
        uint256 count = anchors.length;
        if (count == 0 || anchors[count - 1].blockHash != blockHash || anchors[count - 1].blockNumber != blockNumber) {
            if (count > 0 && !anchors[count - 1].processed) {
                emit ContestedBlock(anchors[count - 1].blockHash, anchors[count - 1].blockNumber);
            }
            anchors.push(Anchor(blockHash, blockNumber, false));
        }
        Anchor storage last = anchors[anchors.length - 1];
        address[] storage approvals = anchorApprovals[keccak256(abi.encodePacked(blockHash, blockNumber))];
        require(!_contains(approvals, msg.sender), "Already approved anchor block");
        approvals.push(msg.sender);
        if (approvals.length >= requiredVerifiers && !last.processed) {
            last.processed = true;
            emit AnchoredBlock(blockHash, blockNumber);
        }
    }

    function unanchor() external onlyVerifier {
        require(anchors.length > 0, "No block anchored");
        Anchor storage last = anchors[anchors.length - 1];
        require(!last.processed, "Block anchor already processed");
        _withdrawApproval(anchorApprovals[keccak256(abi.encodePacked(last.blockHash, last.blockNumber))], msg.sender);
    }

    function _add(address account) private {
        require(account != address(0), "Invalid verifier address");
        require(!_verifiers[account], "Address is already a verifier");
        _verifiers[account] = true;
        verifierCount++;
        emit AddedVerifier(account);
        _updateFees();
    }

    function _remove(address account) private {
        require(_verifiers[account], "Address is not a verifier");
        require(verifierCount > MINIMUM_VERIFIERS, "Removing verifier would put number of verifiers below minimum");
        _verifiers[account] = false;
        verifierCount--;
        emit RemovedVerifier(account);
        _updateFees();
    }

    /// What it costs the verifiers to have a withdrawal approved, in NCT.
    function _updateFees() private {
        requiredVerifiers = (verifierCount * 2) / 3;
        uint256 gas = ESTIMATED_GAS_PER_VERIFIER * verifierCount + ESTIMATED_GAS_PER_WITHDRAWAL;
        uint256 newFees = gas * GAS_PRICE * nctEthExchangeRate;
        if (newFees == fees) return;
        fees = newFees;
        emit FeesChanged(newFees);
    }

    function _contains(address[] storage accounts, address account) private view returns (bool) {
        for (uint256 i = 0; i < accounts.length; i++) {
            if (accounts[i] == account) return true;
        }
        return false;
    }

    function _withdrawApproval(address[] storage approvals, address account) private {
        for (uint256 i = 0; i < approvals.length; i++) {
            if (approvals[i] != account) continue;
            approvals[i] = approvals[approvals.length - 1];
            approvals.pop();
            return;
        }
    }
}
