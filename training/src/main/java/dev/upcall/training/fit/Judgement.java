package dev.upcall.training.fit;

import dev.upcall.training.mel.Score;

/**
 * How good some weights are on SELECT.
 *
 * @param combined score of what the whole is trained for, such as all members together
 * @param jointLoss the joint loss, its terms weighted as in training
 */
public record Judgement(Score combined, double jointLoss) {}
