package dev.upcall.cli.command;

import static dev.upcall.cli.Arguments.option;

import dev.upcall.cli.Arguments;
import dev.upcall.cli.Command;
import dev.upcall.cli.Console;
import dev.upcall.cli.demo.Demo;
import dev.upcall.cli.firmware.Home;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code upcall demo}: the whole way once, on an emulated board, with one screen at the end. */
public final class DemoCommand implements Command {
  @Override
  public String name() {
    return "demo";
  }

  @Override
  public String summary() {
    return "see it all work: digits on an emulated Cortex-M4 that asks when unsure";
  }

  @Override
  public String description() {
    return """
    Compiles examples/digits to C firmware, builds it, boots it on an emulated board, joins its
    serial port to the gateway, sends one fold's test samples through the wire and sums up: accuracy
    of the device alone, the ladder and the host alone, upcalls, instructions, flash, RAM, bytes on
    the wire and round trips, and a picture of accuracy against upcalls.
    """;
  }

  @Override
  public Options options() {
    return new Options()
        .addOption(option("board", "id", "board to emulate (default mps2-an386, a Cortex-M4F)"));
  }

  @Override
  public void run(CommandLine line, Console console) throws Exception {
    Arguments.none(line, 0);
    new Demo(console).run(Home.path("examples/digits"), line.getOptionValue("board", "mps2-an386"));
  }
}
