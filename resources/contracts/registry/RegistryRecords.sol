// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ArbiterStaking} from "../ArbiterStaking.sol";
import {RegistryRoles} from "./RegistryRoles.sol";

/// What the registry keeps of each bounty, and the clock that bounties live by.
/// In every list of booleans that is kept as an integer, bit i is artifact i.
abstract contract RegistryRecords is RegistryRoles {
    enum ArtifactType {
        FILE,
        URL
    }

    struct Bounty {
        uint128 guid;
        ArtifactType artifactType;
        address author;
        uint256 amount;
        string artifactURI;
        uint256 numArtifacts;
        uint256 expirationBlock;
        address assignedArbiter;
        bool quorumReached;
        /// Blocks after expiration.
        uint256 quorumBlock;
        uint256 quorumMask;
        string metadata;
    }

    struct Assertion {
        address author;
        uint256 mask;
        uint256 commitment;
        uint256 nonce;
        uint256 verdicts;
        string metadata;
    }

    struct Vote {
        address author;
        uint256 votes;
        bool validBloom;
    }

    uint256 public constant PAGE_SIZE = 25;
    uint256 public constant ARBITER_LOOKBACK_RANGE = 100;

    ArbiterStaking public immutable staking;

    mapping(uint128 => Bounty) public bountiesByGuid;
    mapping(uint128 => Assertion[]) public assertionsByGuid;
    /// Bids of an assertion, one for each artifact of its mask, in order.
    mapping(uint128 => mapping(uint256 => uint256[])) public assertionBidByGuid;
    mapping(uint128 => Vote[]) public votesByGuid;
    mapping(uint128 => uint256[8]) public bloomByGuid;
    /// Malicious votes for each artifact.
    mapping(uint128 => mapping(uint256 => uint256)) public quorumVotesByGuid;
    /// How many arbiters gave the same votes.
    mapping(uint256 => mapping(uint256 => uint256)) public voteCountByGuid;
    mapping(uint256 => mapping(address => bool)) public arbiterVoteRegistryByGuid;
    mapping(uint256 => mapping(address => bool)) public expertAssertionRegistryByGuid;
    mapping(uint128 => mapping(address => bool)) public bountySettled;

    uint128[] internal _guids;
    /// Fees may change while a bounty is open; what is paid back is what was paid in.
    mapping(uint128 => uint256) internal _bountyFeePaid;
    mapping(uint128 => mapping(uint256 => uint256)) internal _assertionFeePaid;

    modifier initialized(uint128 guid) {
        require(bountiesByGuid[guid].author != address(0), "Bounty not initialized");
        _;
    }

    constructor(ArbiterStaking arbiterStaking) {
        staking = arbiterStaking;
    }

    /// 0 assertions, 1 reveals, 2 votes, 3 settlement after a quorum, 4 settlement by all.
    function getCurrentRound(uint128 bountyGuid) external view initialized(bountyGuid) returns (uint256) {
        return _round(bountiesByGuid[bountyGuid]);
    }

    function getNumberOfBounties() external view returns (uint256) {
        return _guids.length;
    }

    /// Guids in order of posting, PAGE_SIZE of them.
    function getBountyGuids(uint256 page) external view returns (uint128[] memory guids) {
        uint256 start = page * PAGE_SIZE;
        if (start >= _guids.length) return new uint128[](0);
        uint256 left = _guids.length - start;
        guids = new uint128[](left < PAGE_SIZE ? left : PAGE_SIZE);
        for (uint256 i = 0; i < guids.length; i++) guids[i] = _guids[start + i];
    }

    function getNumberOfAssertions(uint128 bountyGuid) external view initialized(bountyGuid) returns (uint256) {
        return assertionsByGuid[bountyGuid].length;
    }

    function getBids(uint128 bountyGuid, uint256 assertionId) external view initialized(bountyGuid) returns (uint256[] memory bids) {
        require(assertionId < assertionsByGuid[bountyGuid].length, "Invalid assertion ID");
        return assertionBidByGuid[bountyGuid][assertionId];
    }

    function getNumberOfVotes(uint128 bountyGuid) external view initialized(bountyGuid) returns (uint256) {
        return votesByGuid[bountyGuid].length;
    }

    function getVoters(uint128 bountyGuid) external view initialized(bountyGuid) returns (address[] memory voters) {
        Vote[] storage votes = votesByGuid[bountyGuid];
        voters = new address[](votes.length);
        for (uint256 i = 0; i < voters.length; i++) voters[i] = votes[i].author;
    }

    /// Experts of the youngest bounties whose stake would let them be arbiters.
    function getArbiterCandidates() external view returns (address[] memory candidates) {
        require(_guids.length > 0, "No bounties have been placed");
        uint256 first = _guids.length > ARBITER_LOOKBACK_RANGE ? _guids.length - ARBITER_LOOKBACK_RANGE : 0;
        uint256 most = 0;
        for (uint256 i = first; i < _guids.length; i++) most += assertionsByGuid[_guids[i]].length;
        address[] memory found = new address[](most);
        uint256 count = 0;
        for (uint256 i = first; i < _guids.length; i++) {
            Assertion[] storage assertions = assertionsByGuid[_guids[i]];
            for (uint256 j = 0; j < assertions.length; j++) {
                address expert = assertions[j].author;
                if (!_listed(found, count, expert) && staking.isEligible(expert)) found[count++] = expert;
            }
        }
        candidates = new address[](count);
        for (uint256 i = 0; i < count; i++) candidates[i] = found[i];
    }

    function _round(Bounty storage bounty) internal view returns (uint256) {
        uint256 revealEnd = bounty.expirationBlock + assertionRevealWindow;
        if (block.number < bounty.expirationBlock) return 0;
        if (block.number < revealEnd) return 1;
        if (block.number >= revealEnd + arbiterVoteWindow) return 4;
        return bounty.quorumReached ? 3 : 2;
    }

    function _isSet(uint256 bits, uint256 i) internal pure returns (bool) {
        return (bits >> i) & 1 == 1;
    }

    function _listed(address[] memory list, uint256 length, address account) private pure returns (bool) {
        for (uint256 i = 0; i < length; i++) {
            if (list[i] == account) return true;
        }
        return false;
    }
}
