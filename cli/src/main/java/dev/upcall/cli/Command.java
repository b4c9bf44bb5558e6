package dev.upcall.cli;

import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** One subcommand of {@code upcall}: its words, its options, and what it does. */
public interface Command {
  /** The word after {@code upcall}. */
  String name();

  /** One line for the list of commands. */
  String summary();

  /** What follows the name in the usage line, e.g. {@code <project>}; empty for none. */
  default String arguments() {
    return "";
  }

  /** Paragraphs under the usage line: what the command does, with an example. */
  String description();

  /** The command's own options; {@code --help} and {@code --json} are added for every command. */
  Options options();

  /** Whether standard output is to carry JSON. */
  default boolean wantsJson(CommandLine line) {
    return line.hasOption("json");
  }

  /** Does it. Errors leave as UpcallException, success returns. */
  void run(CommandLine line, Console console) throws Exception;
}
