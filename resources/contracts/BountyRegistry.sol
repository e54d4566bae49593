// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ArbiterStaking} from "./ArbiterStaking.sol";
import {RegistryRecords} from "./registry/RegistryRecords.sol";
import {RegistryRoles} from "./registry/RegistryRoles.sol";
import {Settlement} from "./registry/Settlement.sol";

/// Bounties on artifacts: ambassadors post them, experts stake on verdicts (commit, then reveal), arbiters vote the truth, and each takes
/// what is due by settling.
contract BountyRegistry is Settlement {
    using SafeERC20 for IERC20;

    string public constant VERSION = "1.6.1";
    /// For each artifact.
    uint256 public constant BOUNTY_AMOUNT_MINIMUM = 2 ether;
    uint256 public constant ASSERTION_BID_ARTIFACT_MINIMUM = 62_500_000_000_000_000;
    uint256 public constant ASSERTION_BID_ARTIFACT_MAXIMUM = 1 ether;
    /// Blocks.
    uint256 public constant MAX_DURATION = 100;
    uint256 private constant MAX_ARTIFACTS = 256;

    IERC20 private immutable _token;

    event NewBounty(
        uint128 guid, uint256 artifactType, address author, uint256 amount, string artifactURI, uint256 expirationBlock, string metadata
    );
    event NewAssertion(
        uint128 bountyGuid, address author, uint256 index, uint256[] bid, uint256 mask, uint256 numArtifacts, uint256 commitment
    );
    event RevealedAssertion(
        uint128 bountyGuid, address author, uint256 index, uint256 nonce, uint256 verdicts, uint256 numArtifacts, string metadata
    );
    event NewVote(uint128 bountyGuid, uint256 votes, uint256 numArtifacts, address voter);
    event QuorumReached(uint128 bountyGuid);
    event SettledBounty(uint128 bountyGuid, address settler, uint256 payout);

    constructor(address token, ArbiterStaking arbiterStaking, uint256 revealWindow, uint256 voteWindow)
        RegistryRoles(revealWindow, voteWindow)
        RegistryRecords(arbiterStaking)
    {
        _token = IERC20(token);
    }

    /// Takes amount and bounty fee from an ambassador who has approved them.
    function postBounty(
        uint128 guid,
        uint256 artifactType,
        uint256 amount,
        string calldata artifactURI,
        uint256 numArtifacts,
        uint256 durationBlocks,
        uint256[8] calldata bloom,
        string calldata metadata
    ) external whenNotPaused whenNotDeprecated {
        Bounty storage bounty = bountiesByGuid[guid];
        require(bounty.author == address(0), "GUID already in use");
        require(
            artifactType <= uint256(type(ArtifactType).max) && bytes(artifactURI).length > 0 && numArtifacts > 0
                && numArtifacts <= MAX_ARTIFACTS,
            "Invalid artifact parameters"
        );
        require(durationBlocks > 0 && durationBlocks <= MAX_DURATION, "Invalid bounty duration");
        require(amount >= BOUNTY_AMOUNT_MINIMUM * numArtifacts, "Amount below minimum for number of artifacts");
        _token.safeTransferFrom(msg.sender, address(this), amount + bountyFee);
        _bountyFeePaid[guid] = bountyFee;
        bounty.guid = guid;
        bounty.artifactType = ArtifactType(artifactType);
        bounty.author = msg.sender;
        bounty.amount = amount;
        bounty.artifactURI = artifactURI;
        bounty.numArtifacts = numArtifacts;
        bounty.expirationBlock = block.number + durationBlocks;
        bounty.metadata = metadata;
        bloomByGuid[guid] = bloom;
        _guids.push(guid);
        emit NewBounty(guid, artifactType, msg.sender, amount, artifactURI, block.number + durationBlocks, metadata);
    }

    /// Takes the bids and the assertion fee from an expert who has approved them. `bid`: one for each artifact of the mask.
    function postAssertion(uint128 bountyGuid, uint256[] calldata bid, uint256 mask, uint256 commitment)
        external
        whenNotPaused
        initialized(bountyGuid)
    {
        Bounty storage bounty = bountiesByGuid[bountyGuid];
        require(block.number < bounty.expirationBlock, "Bounty inactive");
        require(bid.length == _countBits(mask, bounty.numArtifacts), "Bid does not match mask count");
        require(!expertAssertionRegistryByGuid[bountyGuid][msg.sender], "Sender has already asserted");
        uint256 stake = assertionFee;
        for (uint256 i = 0; i < bid.length; i++) {
            require(
                bid[i] >= ASSERTION_BID_ARTIFACT_MINIMUM && bid[i] <= ASSERTION_BID_ARTIFACT_MAXIMUM, "Bid not between min & max"
            );
            stake += bid[i];
        }
        _token.safeTransferFrom(msg.sender, address(this), stake);
        uint256 index = assertionsByGuid[bountyGuid].length;
        expertAssertionRegistryByGuid[bountyGuid][msg.sender] = true;
        _assertionFeePaid[bountyGuid][index] = assertionFee;
        assertionBidByGuid[bountyGuid][index] = bid;
        assertionsByGuid[bountyGuid].push(Assertion(msg.sender, mask, commitment, 0, 0, ""));
        emit NewAssertion(bountyGuid, msg.sender, index, bid, mask, bounty.numArtifacts, commitment);
    }

    /// Opens a commitment: keccak256(verdicts ^ keccak256(nonce) ^ sender). The sender is in it so that nobody can copy another's.
    function revealAssertion(uint128 bountyGuid, uint256 assertionId, uint256 nonce, uint256 verdicts, string calldata metadata)
        external
        whenNotPaused
        initialized(bountyGuid)
    {
        Bounty storage bounty = bountiesByGuid[bountyGuid];
        require(_round(bounty) == 1, "Bounty not in reveal window");
        require(nonce != 0, "Invalid nonce");
        require(assertionId < assertionsByGuid[bountyGuid].length, "Invalid assertion ID");
        Assertion storage assertion = assertionsByGuid[bountyGuid][assertionId];
        require(assertion.author == msg.sender, "Incorrect assertion author");
        require(assertion.nonce == 0, "Bounty already revealed");
        uint256 hidden = verdicts ^ uint256(keccak256(abi.encode(nonce))) ^ uint256(uint160(msg.sender));
        require(uint256(keccak256(abi.encode(hidden))) == assertion.commitment, "Commitment hash mismatch");
        assertion.nonce = nonce;
        assertion.verdicts = verdicts;
        assertion.metadata = metadata;
        emit RevealedAssertion(bountyGuid, msg.sender, assertionId, nonce, verdicts, bounty.numArtifacts, metadata);
    }

    function voteOnBounty(uint128 bountyGuid, uint256 votes, bool validBloom)
        external
        whenNotPaused
        onlyArbiter
        initialized(bountyGuid)
    {
        Bounty storage bounty = bountiesByGuid[bountyGuid];
        // A quorum lets experts settle; arbiters may still vote until their window is over.
        uint256 round = _round(bounty);
        require(round == 2 || round == 3, "Bounty not in voting window");
        require(!arbiterVoteRegistryByGuid[bountyGuid][msg.sender], "Arbiter has already voted");
        arbiterVoteRegistryByGuid[bountyGuid][msg.sender] = true;
        votesByGuid[bountyGuid].push(Vote(msg.sender, votes, validBloom));
        voteCountByGuid[bountyGuid][votes]++;
        staking.recordBounty(msg.sender, bountyGuid, block.number);
        emit NewVote(bountyGuid, votes, bounty.numArtifacts, msg.sender);
        _countVotes(bounty, votes);
    }

    /// Pays the sender what is due, once.
    function settleBounty(uint128 bountyGuid) external whenNotPaused initialized(bountyGuid) {
        require(!bountySettled[bountyGuid][msg.sender], "Sender already settled");
        Bounty storage bounty = bountiesByGuid[bountyGuid];
        uint256 round = _round(bounty);
        require(round >= 3, "No Quorum and vote active");
        bool voted = arbiterVoteRegistryByGuid[bountyGuid][msg.sender];
        require(round == 4 || !(voted || isArbiter(msg.sender)), "Voting round still active");
        bountySettled[bountyGuid][msg.sender] = true;
        uint256 payout = _participantPayout(bountyGuid, msg.sender);
        if (voted) {
            if (bounty.assignedArbiter == address(0)) bounty.assignedArbiter = _drawArbiter(bountyGuid);
            if (bounty.assignedArbiter == msg.sender) payout += _arbiterPayout(bountyGuid);
        }
        if (payout > 0) _token.safeTransfer(msg.sender, payout);
        emit SettledBounty(bountyGuid, msg.sender, payout);
    }

    /// Adds a vote up. An artifact is decided once no vote that is still to come can change it; the bounty, once all of them are, or all voted.
    function _countVotes(Bounty storage bounty, uint256 votes) private {
        uint128 guid = bounty.guid;
        uint256 cast = votesByGuid[guid].length;
        uint256 open = arbiterCount > cast ? arbiterCount - cast : 0;
        uint256 decided = 0;
        uint256 count = 0;
        for (uint256 k = 0; k < bounty.numArtifacts; k++) {
            if (_isSet(votes, k)) quorumVotesByGuid[guid][k]++;
            uint256 malicious = quorumVotesByGuid[guid][k];
            uint256 benign = cast - malicious;
            if (malicious < benign + open && benign <= malicious + open) continue;
            decided |= 1 << k;
            count++;
        }
        bounty.quorumMask = decided;
        if (bounty.quorumReached || (count < bounty.numArtifacts && open > 0)) return;
        bounty.quorumReached = true;
        bounty.quorumBlock = block.number - bounty.expirationBlock;
        emit QuorumReached(guid);
    }

    function _countBits(uint256 bits, uint256 length) private pure returns (uint256 count) {
        for (uint256 i = 0; i < length; i++) {
            if (_isSet(bits, i)) count++;
        }
    }
}
