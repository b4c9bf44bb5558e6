package dev.upcall.cli.demo;

import dev.upcall.cli.gateway.FeedSummary;
import dev.upcall.compiler.tool.ImageSizes;
import dev.upcall.core.decision.tune.Interval;

/**
 * What the demo measured.
 *
 * @param board id of the emulated board
 * @param wire what came of the samples that went through the wire
 * @param hostRight how many of them the host alone gets right
 * @param equalScores for how many the device's int8 scores are those of the Java reference
 * @param instructions mean per sample: the model and its decision
 * @param stackBytes deepest use, -1 where it cannot be known
 * @param picture path of the curve, without its ending
 */
public record DemoResult(
    String board,
    FeedSummary wire,
    int hostRight,
    int equalScores,
    double instructions,
    ImageSizes sizes,
    int stackBytes,
    String picture) {

  Interval deviceInterval() {
    return Interval.wilson(wire.deviceRight(), wire.samples());
  }

  Interval ladderInterval() {
    return Interval.wilson(wire.right(), wire.samples());
  }

  Interval hostInterval() {
    return Interval.wilson(hostRight, wire.samples());
  }

  double hostAccuracy() {
    return (double) hostRight / wire.samples();
  }
}
