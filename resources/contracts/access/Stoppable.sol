// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Pausable} from "@openzeppelin/contracts/utils/Pausable.sol";

/// Pausing by a group of accounts; the deployer is the first of them.
abstract contract Stoppable is Pausable {
    mapping(address => bool) private _pausers;

    event PauserAdded(address indexed account);
    event PauserRemoved(address indexed account);

    modifier onlyPauser() {
        require(_pausers[msg.sender], "PauserRole: caller does not have the Pauser role");
        _;
    }

    constructor() {
        _addPauser(msg.sender);
    }

    function isPauser(address account) public view returns (bool) {
        return _pausers[account];
    }

    function addPauser(address account) external onlyPauser {
        _addPauser(account);
    }

    function renouncePauser() external {
        _pausers[msg.sender] = false;
        emit PauserRemoved(msg.sender);
    }

    function pause() external onlyPauser {
        _pause();
    }

    function unpause() external onlyPauser {
        _unpause();
    }

    function _addPauser(address account) private {
        _pausers[account] = true;
        emit PauserAdded(account);
    }

    function _requireNotPaused() internal view override {
        require(!paused(), "Pausable: paused");
    }

    function _requirePaused() internal view override {
        require(paused(), "Pausable: not paused");
    }
}
