package dev.upcall.training.fit;

import dev.upcall.training.arch.Snapshot;
import dev.upcall.training.mel.Score;

/**
 * The weights after an epoch.
 *
 * @param epoch counted from 1
 * @param combined score of the head of all members on SELECT
 * @param jointLoss the joint loss on SELECT
 */
public record Checkpoint(int epoch, Score combined, double jointLoss, Snapshot weights) {}
