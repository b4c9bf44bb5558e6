package dev.upcall.cli.command;

import static dev.upcall.cli.Arguments.option;

import dev.upcall.cli.Arguments;
import dev.upcall.cli.CliCode;
import dev.upcall.cli.Command;
import dev.upcall.cli.Console;
import dev.upcall.compiler.decision.CPolicy;
import dev.upcall.compiler.decision.PolicyParameter;
import dev.upcall.compiler.decision.PolicyPlace;
import dev.upcall.compiler.decision.PolicySource;
import dev.upcall.compiler.decision.PolicyTranslator;
import dev.upcall.core.diagnostic.Diagnostic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code upcall policy check|show}: whether a policy can be translated, and what comes out. */
public final class PolicyCommand implements Command {
  @Override
  public String name() {
    return "policy";
  }

  @Override
  public String summary() {
    return "check a Java decision policy, show the C it becomes";
  }

  @Override
  public String arguments() {
    return "check|show <file.java|built-in>";
  }

  @Override
  public String description() {
    return """
    check says whether a policy's Java source lies in the subset that can be translated to C, and
    lists its parameters; every problem comes with its line and column. show prints the C. Built-in
    policies go by their names:
    %s.

      upcall policy check MyPolicy.java
      upcall policy show LogisticRegression --set beta=-4.6,w1=5.9,w2=-3.0
      upcall policy show Budgeted --of HiLcbLite --set rho=0.2,of.price=0.3
    """
        .formatted(String.join(", ", PolicySource.BUILT_IN).replaceAll("(.{60,80}), ", "$1,\n"));
  }

  @Override
  public Options options() {
    return new Options()
        .addOption(option("set", "name=value,...", "values of the parameters, for show"))
        .addOption(option("of", "policy", "the policy that this one wraps"))
        .addOption(option("classes", "number", "classes of the scores, for show; else any number"));
  }

  @Override
  public void run(CommandLine line, Console console) {
    Arguments.none(line, 2);
    String[] args = line.getArgs();
    if (args.length < 2 || !(args[0].equals("check") || args[0].equals("show"))) {
      throw Diagnostic.of(CliCode.MISSING_ARGUMENT, "check|show <file.java|built-in>")
          .found("%s", args.length == 0 ? "no arguments" : '"' + String.join(" ", args) + '"')
          .need(
              "check or show, then a Java file or one of %s",
              String.join(", ", PolicySource.BUILT_IN))
          .fix("for example: upcall policy check MyPolicy.java")
          .toException();
    }
    PolicySource outer = source(args[1]);
    PolicySource source =
        line.hasOption("of") ? outer.wrapping(source(line.getOptionValue("of"))) : outer;
    PolicyTranslator translator = new PolicyTranslator();
    if (args[0].equals("check")) {
      check(translator.check(source), source, console);
    } else {
      CPolicy policy =
          translator.isGate(source)
              ? translator.translateGate(source, values(line), "upcall_gate")
              : translator.translate(source, values(line), place(line));
      policy.files().forEach((name, text) -> console.line("/* ---- %s ---- */\n%s", name, text));
      console.json(policy.files());
    }
  }

  private static void check(
      List<PolicyParameter> parameters, PolicySource source, Console console) {
    console.line("%s can be translated.", source.name());
    parameters.forEach(parameter -> console.line("  parameter %s", parameter));
    console.json(new Checked(source.name(), parameters));
  }

  private record Checked(String policy, List<PolicyParameter> parameters) {}

  private static PolicySource source(String text) {
    Path file = Path.of(text);
    return Files.exists(file)
        ? PolicySource.read(file)
        : PolicySource.find(text, Path.of("").toAbsolutePath());
  }

  private static PolicyPlace place(CommandLine line) {
    PolicyPlace place = PolicyPlace.anywhere("upcall_policy_0").asLast();
    int classes = Arguments.integer(line, "classes", 2, 65535, 0);
    return classes == 0 ? place : place.among(classes);
  }

  private static Map<String, Double> values(CommandLine line) {
    Map<String, Double> values = new LinkedHashMap<>();
    String text = line.getOptionValue("set", "");
    for (String pair : text.isEmpty() ? new String[0] : text.split(",")) {
      String[] halves = pair.split("=", 2);
      try {
        values.put(halves[0].strip(), Double.valueOf(halves[1]));
      } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
        throw Diagnostic.of(CliCode.BAD_NUMBER, "--set")
            .found("\"%s\"", pair)
            .need("name=number, several joined by commas")
            .fix("for example: --set theta=0.9,temperature=1.5")
            .toException();
      }
    }
    return values;
  }
}
