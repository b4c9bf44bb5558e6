package dev.upcall.cli.command;

import static dev.upcall.cli.Arguments.flag;

import dev.upcall.cli.Arguments;
import dev.upcall.cli.CliCode;
import dev.upcall.cli.Command;
import dev.upcall.cli.Console;
import dev.upcall.cli.firmware.Home;
import dev.upcall.compiler.Operators;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code upcall ops}: the operators that can be imported and computed, from the code's tables. */
public final class OpsCommand implements Command {
  @Override
  public String name() {
    return "ops";
  }

  @Override
  public String summary() {
    return "list the operators that can be imported and computed";
  }

  @Override
  public String description() {
    return """
    Prints the tables by which the compiler takes operators of ONNX and TFLite: versions, operands,
    element types, attributes, and what is narrower than the format's own definition; then what
    computes them.

      upcall ops
      upcall ops --json
    """;
  }

  @Override
  public Options options() {
    return new Options().addOption(flag("docs", "write docs/operators.md"));
  }

  @Override
  public void run(CommandLine line, Console console) {
    Arguments.none(line, 0);
    Operators operators = Operators.read();
    console.json(operators);
    if (!line.hasOption("docs")) {
      console.line(OperatorsPage.of(operators).stripTrailing());
      return;
    }
    Path page = Home.path("docs/operators.md");
    try {
      AtomicFile.write(page, OperatorsPage.of(operators));
    } catch (IOException e) {
      throw Diagnostic.of(CliCode.CANNOT_WRITE, page).found("%s", e).toException();
    }
    console.line("written to %s", page);
  }
}
