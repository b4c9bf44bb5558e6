package dev.upcall.cli.demo;

import dev.upcall.cli.Console;
import dev.upcall.cli.gateway.FeedSummary;

/** The one screen the demo ends with. */
final class DemoScreen {
  private DemoScreen() {}

  static void print(DemoResult result, Console console) {
    FeedSummary wire = result.wire();
    int n = wire.samples();
    console.line("");
    console.line(
        "Handwritten digits on an emulated %s, %d samples no part has seen before",
        result.board(), n);
    console.line("");
    console.line("  accuracy                      95 % interval");
    console.line(
        "    device alone  %6.2f %%      %s", 100 * wire.deviceAccuracy(), result.deviceInterval());
    console.line(
        "    ladder        %6.2f %%      %s   with %.1f %% of the samples upcalled",
        100 * wire.accuracy(), result.ladderInterval(), 100 * wire.upcallFraction());
    console.line(
        "    host alone    %6.2f %%      %s", 100 * result.hostAccuracy(), result.hostInterval());
    console.line("");
    console.line("  on the device, wire and decision included");
    console.line("    instructions  %9.0f per sample, model and decision", result.instructions());
    console.line(
        "    flash         %9d B   code %d, weights %d",
        result.sizes().flashBytes(), result.sizes().codeBytes(), result.sizes().weightBytes());
    console.line(
        "    RAM           %9d B%s",
        result.sizes().ramBytes(),
        result.stackBytes() < 0 ? "" : "   and " + result.stackBytes() + " B of stack");
    console.line("");
    console.line("  on the wire, serial");
    console.line(
        "    an upcall     %9.0f B   there and back; p50 %.1f ms, p99 %.1f ms from sample to result",
        wire.upcallBytes(), wire.p50Ms(), wire.p99Ms());
    console.line(
        "    outcome       %d answered by the device, %d by the host, %d degraded",
        wire.local(), wire.answered(), wire.degraded());
    console.line(
        "    checked       %d of %d int8 score vectors equal the Java reference bit for bit",
        result.equalScores(), n);
    console.line("");
    console.line("  accuracy against upcalls: %s.svg and .png", result.picture());
    console.json(result);
  }
}
