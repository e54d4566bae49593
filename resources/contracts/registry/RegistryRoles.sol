// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Owned} from "../access/Owned.sol";
import {Stoppable} from "../access/Stoppable.sol";

/// Who may do what in the registry, and what they may set: fees, windows, arbiters, deprecation.
abstract contract RegistryRoles is Owned, Stoppable {
    uint256 public constant DEFAULT_BOUNTY_FEE = 62_500_000_000_000_000;
    uint256 public constant DEFAULT_ASSERTION_FEE = 31_250_000_000_000_000;

    uint256 public bountyFee = DEFAULT_BOUNTY_FEE;
    uint256 public assertionFee = DEFAULT_ASSERTION_FEE;
    /// Both in blocks.
    uint256 public assertionRevealWindow;
    uint256 public arbiterVoteWindow;
    uint256 public arbiterCount;
    /// The block in which the registry stopped to take bounties, or 0.
    uint256 public deprecatedBlock;
    /// Whether a deprecated registry's participants go on in another one.
    bool public rollover;

    address private _feeManager;
    address private _windowManager;
    mapping(address => bool) private _arbiterManagers;
    mapping(address => bool) private _deprecators;
    mapping(address => bool) private _arbiters;
    address[] private _everArbiters;

    event AddedArbiter(address indexed account, uint256 blockNumber);
    event RemovedArbiter(address indexed account, uint256 blockNumber);
    event ArbiterManagerAdded(address indexed account);
    event ArbiterManagerRemoved(address indexed account);
    event DeprecatorAdded(address indexed account);
    event DeprecatorRemoved(address indexed account);
    event NewFeeManager(address indexed previousManager, address indexed newManager);
    event NewWindowManager(address indexed previousManager, address indexed newManager);
    event FeesUpdated(uint256 bountyFee, uint256 assertionFee);
    event WindowsUpdated(uint256 assertionRevealWindow, uint256 arbiterVoteWindow);
    event Deprecated(bool rollover);
    event Undeprecated();

    modifier onlyFeeManager() {
        require(msg.sender == (_feeManager == address(0) ? owner() : _feeManager), "Not a fee manager");
        _;
    }

    modifier onlyWindowManager() {
        require(msg.sender == (_windowManager == address(0) ? owner() : _windowManager), "Not a window manager");
        _;
    }

    modifier onlyArbiterManager() {
        require(_arbiterManagers[msg.sender], "Not an arbiter manager");
        _;
    }

    modifier onlyDeprecator() {
        require(_deprecators[msg.sender], "Not a deprecator");
        _;
    }

    modifier onlyArbiter() {
        require(_arbiters[msg.sender], "msg.sender is not an arbiter");
        _;
    }

    modifier whenNotDeprecated() {
        require(deprecatedBlock == 0, "Contract is deprecated");
        _;
    }

    constructor(uint256 revealWindow, uint256 voteWindow) {
        assertionRevealWindow = revealWindow;
        arbiterVoteWindow = voteWindow;
        _arbiterManagers[msg.sender] = true;
        _deprecators[msg.sender] = true;
        emit ArbiterManagerAdded(msg.sender);
        emit DeprecatorAdded(msg.sender);
    }

    function setFeeManager(address newFeeManager) external onlyOwner {
        emit NewFeeManager(_feeManager, newFeeManager);
        _feeManager = newFeeManager;
    }

    function setBountyFee(uint256 newBountyFee) external onlyFeeManager {
        bountyFee = newBountyFee;
        emit FeesUpdated(bountyFee, assertionFee);
    }

    function setAssertionFee(uint256 newAssertionFee) external onlyFeeManager {
        assertionFee = newAssertionFee;
        emit FeesUpdated(bountyFee, assertionFee);
    }

    function setWindowManager(address newWindowManager) external onlyOwner {
        emit NewWindowManager(_windowManager, newWindowManager);
        _windowManager = newWindowManager;
    }

    function setWindows(uint256 newAssertionRevealWindow, uint256 newArbiterVoteWindow) external onlyWindowManager {
        assertionRevealWindow = newAssertionRevealWindow;
        arbiterVoteWindow = newArbiterVoteWindow;
        emit WindowsUpdated(newAssertionRevealWindow, newArbiterVoteWindow);
    }

    function isArbiterManager(address account) external view returns (bool) {
        return _arbiterManagers[account];
    }

    function addArbiterManager(address account) external onlyOwner {
        _arbiterManagers[account] = true;
        emit ArbiterManagerAdded(account);
    }

    function removeArbiterManager(address account) external onlyOwner {
        _arbiterManagers[account] = false;
        emit ArbiterManagerRemoved(account);
    }

    function isArbiter(address account) public view returns (bool) {
        return _arbiters[account];
    }

    /// `blockNumber`: the block from which the choice of this arbiter was made.
    function addArbiter(address account, uint256 blockNumber) external whenNotPaused onlyArbiterManager {
        require(account != address(0), "Invalid arbiter address");
        require(!_arbiters[account], "Address is already an arbiter");
        _arbiters[account] = true;
        arbiterCount++;
        bool known = false;
        for (uint256 i = 0; i < _everArbiters.length && !known; i++) known = _everArbiters[i] == account;
        if (!known) _everArbiters.push(account);
        emit AddedArbiter(account, blockNumber);
    }

    function removeArbiter(address account, uint256 blockNumber) external whenNotPaused onlyArbiterManager {
        require(_arbiters[account], "Address is not an arbiter");
        _arbiters[account] = false;
        arbiterCount--;
        emit RemovedArbiter(account, blockNumber);
    }

    /// Every account that ever was an arbiter, and whether it is one now.
    function getActiveArbiters() external view returns (address[] memory, bool[] memory) {
        bool[] memory active = new bool[](_everArbiters.length);
        for (uint256 i = 0; i < active.length; i++) active[i] = _arbiters[_everArbiters[i]];
        return (_everArbiters, active);
    }

    function isDeprecator(address account) external view returns (bool) {
        return _deprecators[account];
    }

    function addDeprecator(address account) external onlyOwner {
        _deprecators[account] = true;
        emit DeprecatorAdded(account);
    }

    function removeDeprecator(address account) external onlyOwner {
        _deprecators[account] = false;
        emit DeprecatorRemoved(account);
    }

    /// No new bounties from now on; those that are open are finished.
    function deprecate(bool _rollover) external onlyDeprecator whenNotDeprecated {
        deprecatedBlock = block.number;
        rollover = _rollover;
        emit Deprecated(_rollover);
    }

    function undeprecate() external onlyDeprecator {
        require(deprecatedBlock != 0, "Contract is not deprecated");
        deprecatedBlock = 0;
        rollover = false;
        emit Undeprecated();
    }
}
