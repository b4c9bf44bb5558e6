package dev.upcall.training.fit;

import dev.upcall.training.mel.Score;
import java.util.SortedMap;

/**
 * What one epoch came to.
 *
 * @param epoch counted from 1
 * @param epochs how many there will be
 * @param rate learning rate of its last step
 * @param loss joint loss, mean over the epoch's steps
 * @param losses cross-entropy per subset key, mean over the epoch's steps
 * @param select score of all members together on SELECT
 * @param samplesPerSecond of its steps alone, scoring apart
 */
public record EpochEvent(
    int epoch,
    int epochs,
    double rate,
    double loss,
    SortedMap<String, Double> losses,
    Score select,
    double samplesPerSecond) {}
