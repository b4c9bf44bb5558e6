package dev.upcall.host.harvest;

import java.time.Instant;

/**
 * What a store has of one class.
 *
 * @param hostClass index of the class that the host answered
 * @param samples how many
 * @param disagreeing of these, the device had another class
 * @param maps of these, feature maps, which nothing but the ensemble can use
 * @param confidence mean of the host's
 * @param oldest when the first of them was answered
 * @param newest when the last was
 */
public record HarvestCount(
    int hostClass,
    long samples,
    long disagreeing,
    long maps,
    double confidence,
    Instant oldest,
    Instant newest) {}
