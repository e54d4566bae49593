// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IApprovalReceiver} from "./NectarToken.sol";
import {Owned} from "./access/Owned.sol";
import {Stoppable} from "./access/Stoppable.sol";

/// What the staking contract asks of the registry that it belongs to.
interface IDeprecatable {
    function deprecatedBlock() external view returns (uint256);
    function assertionRevealWindow() external view returns (uint256);
    function arbiterVoteWindow() external view returns (uint256);
    function MAX_DURATION() external view returns (uint256);
}

/// The stakes of arbiters: what makes their votes weigh, and their record of answering.
contract ArbiterStaking is Owned, Stoppable, IApprovalReceiver {
    using SafeERC20 for IERC20;

    string public constant VERSION = "1.2.1";
    uint256 public constant MINIMUM_STAKE = 10_000_000 ether;
    uint256 public constant MAXIMUM_STAKE = 100_000_000 ether;
    uint8 public constant VOTE_RATIO_NUMERATOR = 9;
    uint8 public constant VOTE_RATIO_DENOMINATOR = 10;

    struct Deposit {
        uint256 blockNumber;
        uint256 value;
    }

    /// Blocks a deposit stays locked.
    uint256 public immutable stakeDuration;
    uint256 public numBounties;
    mapping(address => Deposit[]) public deposits;
    mapping(uint128 => bool) public bounties;
    mapping(address => uint256) public bountyResponses;
    mapping(uint128 => mapping(address => bool)) public bountyResponseByGuidAndAddress;

    IERC20 private immutable _token;
    IDeprecatable private _registry;

    event NewDeposit(address indexed from, uint256 value);
    event NewWithdrawal(address indexed to, uint256 value);
    event BountyRecorded(uint128 indexed guid, uint256 blockNumber);
    event BountyVoteRecorded(address arbiter);

    constructor(address token, uint256 lockBlocks) {
        _token = IERC20(token);
        stakeDuration = lockBlocks;
    }

    function setBountyRegistry(address _bountyRegistry) external onlyOwner {
        _registry = IDeprecatable(_bountyRegistry);
    }

    /// Called by the token's approveAndCall.
    function receiveApproval(address _from, uint256 _value, address _tokenContract, bytes calldata) external whenNotPaused returns (bool) {
        require(msg.sender == address(_token) && _tokenContract == address(_token), "Must be called from the token");
        _deposit(_from, _value);
        return true;
    }

    function deposit(uint256 value) external whenNotPaused {
        _deposit(msg.sender, value);
    }

    /// Takes back what is no longer locked, oldest deposits first.
    function withdraw(uint256 value) external whenNotPaused {
        require(value > 0 && withdrawableBalanceOf(msg.sender) >= value, "Value exceeds withdrawable balance");
        Deposit[] storage own = deposits[msg.sender];
        uint256 remaining = value;
        uint256 emptied = 0;
        while (remaining > 0) {
            Deposit storage oldest = own[emptied];
            uint256 taken = oldest.value < remaining ? oldest.value : remaining;
            oldest.value -= taken;
            remaining -= taken;
            if (oldest.value == 0) emptied++;
        }
        uint256 left = own.length - emptied;
        for (uint256 i = 0; i < left; i++) own[i] = own[i + emptied];
        for (uint256 i = 0; i < emptied; i++) own.pop();
        _token.safeTransfer(msg.sender, value);
        emit NewWithdrawal(msg.sender, value);
    }

    function balanceOf(address addr) public view returns (uint256 sum) {
        Deposit[] storage own = deposits[addr];
        for (uint256 i = 0; i < own.length; i++) sum += own[i].value;
    }

    function withdrawableBalanceOf(address addr) public view returns (uint256 sum) {
        bool free = isDeprecateFinished();
        Deposit[] storage own = deposits[addr];
        for (uint256 i = 0; i < own.length; i++) {
            if (free || own[i].blockNumber + stakeDuration <= block.number) sum += own[i].value;
        }
    }

    /// Whether the registry is deprecated and every bounty that it can have taken is over.
    function isDeprecateFinished() public view returns (bool) {
        if (address(_registry) == address(0)) return false;
        uint256 since = _registry.deprecatedBlock();
        uint256 longest = _registry.MAX_DURATION() + _registry.assertionRevealWindow() + _registry.arbiterVoteWindow();
        return since != 0 && block.number > since + longest;
    }

    function isEligible(address addr) external view returns (bool) {
        (uint256 num, uint256 den) = arbiterResponseRate(addr);
        bool answers = den < VOTE_RATIO_DENOMINATOR || (num * VOTE_RATIO_DENOMINATOR) / den >= VOTE_RATIO_NUMERATOR;
        return answers && balanceOf(addr) >= MINIMUM_STAKE;
    }

    /// Bounties that an arbiter voted on, of all that anybody voted on.
    function arbiterResponseRate(address arbiter) public view returns (uint256 num, uint256 den) {
        return (bountyResponses[arbiter], numBounties);
    }

    /// Called by the registry for each vote.
    function recordBounty(address arbiter, uint128 bountyGuid, uint256 blockNumber) external {
        require(msg.sender == address(_registry), "Caller is not the bounty registry");
        require(arbiter != address(0), "Invalid arbiter address");
        require(blockNumber != 0, "Invalid block number");
        if (!bounties[bountyGuid]) {
            bounties[bountyGuid] = true;
            numBounties++;
            emit BountyRecorded(bountyGuid, blockNumber);
        }
        if (!bountyResponseByGuidAndAddress[bountyGuid][arbiter]) {
            bountyResponseByGuidAndAddress[bountyGuid][arbiter] = true;
            bountyResponses[arbiter]++;
            emit BountyVoteRecorded(arbiter);
        }
    }

    function _deposit(address from, uint256 value) private {
        require(value > 0, "Value must be greater than 0");
        require(balanceOf(from) + value <= MAXIMUM_STAKE, "Value greater than maximum stake");
        _token.safeTransferFrom(from, address(this), value);
        deposits[from].push(Deposit(block.number, value));
        emit NewDeposit(from, value);
    }
}
