// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {RegistryRecords} from "./RegistryRecords.sol";

/// Who gets what of a bounty. All division is integer division; whatever it leaves over is the arbiter's.
abstract contract Settlement is RegistryRecords {
    /// blockhash() reaches this many blocks back.
    uint256 public constant VALID_HASH_PERIOD = 256;

    /// Sums of the bids on each artifact.
    struct Pots {
        uint256[] winning;
        uint256[] losing;
    }

    /// What an account gets as an ambassador and as an expert of a bounty.
    function _participantPayout(uint128 guid, address account) internal view returns (uint256 payout) {
        Pots memory pots = _pots(guid);
        if (account == bountiesByGuid[guid].author) payout = _ambassadorPayout(guid, pots);
        if (!expertAssertionRegistryByGuid[guid][account]) return payout;
        Assertion[] storage assertions = assertionsByGuid[guid];
        for (uint256 i = 0; i < assertions.length; i++) {
            if (assertions[i].author == account) return payout + _expertPayout(guid, i, pots);
        }
    }

    /// Everything that was paid in and that no participant gets.
    function _arbiterPayout(uint128 guid) internal view returns (uint256 left) {
        Pots memory pots = _pots(guid);
        left = bountiesByGuid[guid].amount + _bountyFeePaid[guid] - _ambassadorPayout(guid, pots);
        for (uint256 k = 0; k < pots.winning.length; k++) left += pots.winning[k] + pots.losing[k];
        uint256 count = assertionsByGuid[guid].length;
        for (uint256 i = 0; i < count; i++) left += _assertionFeePaid[guid][i];
        for (uint256 i = 0; i < count; i++) left -= _expertPayout(guid, i, pots);
    }

    /// One of the arbiters who voted, by chance, weighed by stake.
    function _drawArbiter(uint128 guid) internal view returns (address) {
        Vote[] storage votes = votesByGuid[guid];
        uint256[] memory stakes = new uint256[](votes.length);
        uint256 total = 0;
        for (uint256 i = 0; i < votes.length; i++) {
            // A voter who took his stake away since keeps the smallest of chances, so that there is always somebody to draw.
            stakes[i] = staking.balanceOf(votes[i].author) + 1;
            total += stakes[i];
        }
        uint256 drawn = uint256(keccak256(abi.encodePacked(_seed(guid), guid))) % total;
        for (uint256 i = 0; i < votes.length; i++) {
            if (drawn < stakes[i]) return votes[i].author;
            drawn -= stakes[i];
        }
        return address(0);
    }

    /// The hash of the last block of voting, which nobody knew while the votes were cast; of a later one where that is too long ago.
    function _seed(uint128 guid) private view returns (bytes32) {
        uint256 seedBlock = bountiesByGuid[guid].expirationBlock + assertionRevealWindow + arbiterVoteWindow - 1;
        uint256 age = block.number - seedBlock;
        if (age > VALID_HASH_PERIOD) seedBlock += ((age - 1) / VALID_HASH_PERIOD) * VALID_HASH_PERIOD;
        return blockhash(seedBlock);
    }

    function _pots(uint128 guid) private view returns (Pots memory pots) {
        uint256 artifacts = bountiesByGuid[guid].numArtifacts;
        pots = Pots(new uint256[](artifacts), new uint256[](artifacts));
        Assertion[] storage assertions = assertionsByGuid[guid];
        for (uint256 i = 0; i < assertions.length; i++) {
            Assertion storage assertion = assertions[i];
            uint256[] storage bids = assertionBidByGuid[guid][i];
            uint256 mask = assertion.mask;
            uint256 right = _rightBits(guid, assertion);
            uint256 next = 0;
            for (uint256 k = 0; k < artifacts; k++) {
                if (!_isSet(mask, k)) continue;
                if (_isSet(right, k)) pots.winning[k] += bids[next++];
                else pots.losing[k] += bids[next++];
            }
        }
    }

    /// The artifacts on which an assertion told the truth; none when it was never revealed.
    function _rightBits(uint128 guid, Assertion storage assertion) private view returns (uint256) {
        if (assertion.nonce == 0) return 0;
        uint256 truth = 0;
        uint256 artifacts = bountiesByGuid[guid].numArtifacts;
        uint256 votes = votesByGuid[guid].length;
        for (uint256 k = 0; k < artifacts; k++) {
            if (2 * quorumVotesByGuid[guid][k] >= votes) truth |= 1 << k;
        }
        return ~(assertion.verdicts ^ truth);
    }

    function _ambassadorPayout(uint128 guid, Pots memory pots) private view returns (uint256 payout) {
        Bounty storage bounty = bountiesByGuid[guid];
        bool voted = votesByGuid[guid].length > 0;
        if (assertionsByGuid[guid].length == 0) return bounty.amount + (voted ? 0 : _bountyFeePaid[guid]);
        if (!voted) return _bountyFeePaid[guid];
        uint256 share = bounty.amount / bounty.numArtifacts;
        for (uint256 k = 0; k < pots.winning.length; k++) {
            if (pots.winning[k] + pots.losing[k] == 0) payout += share;
        }
    }

    function _expertPayout(uint128 guid, uint256 id, Pots memory pots) private view returns (uint256 payout) {
        Assertion storage assertion = assertionsByGuid[guid][id];
        uint256[] storage bids = assertionBidByGuid[guid][id];
        uint256 share = bountiesByGuid[guid].amount / bountiesByGuid[guid].numArtifacts;
        if (votesByGuid[guid].length == 0) {
            uint256 each = share / assertionsByGuid[guid].length;
            payout = _assertionFeePaid[guid][id];
            for (uint256 i = 0; i < bids.length; i++) payout += bids[i] + each;
            return payout;
        }
        uint256 right = _rightBits(guid, assertion);
        uint256 next = 0;
        for (uint256 k = 0; k < pots.winning.length; k++) {
            if (!_isSet(assertion.mask, k)) continue;
            uint256 bid = bids[next++];
            if (!_isSet(right, k)) continue;
            payout += bid + (bid * pots.losing[k]) / pots.winning[k] + (bid * share) / pots.winning[k];
        }
    }
}
