// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";

/// An owner whose refusals carry a text: clients of a Community read texts, not custom errors.
abstract contract Owned is Ownable {
    constructor() Ownable(msg.sender) {}

    function isOwner() public view returns (bool) {
        return msg.sender == owner();
    }

    function _checkOwner() internal view override {
        require(isOwner(), "Ownable: caller is not the owner");
    }
}
