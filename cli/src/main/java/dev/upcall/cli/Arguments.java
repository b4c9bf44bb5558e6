package dev.upcall.cli;

import dev.upcall.core.diagnostic.Diagnostic;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;

/** Reads arguments and option values, with the error that names the option. */
public final class Arguments {
  private Arguments() {}

  /** An option with a value. */
  public static Option option(String name, String argument, String description) {
    return Option.builder().longOpt(name).hasArg().argName(argument).desc(description).get();
  }

  /** An option without one. */
  public static Option flag(String name, String description) {
    return Option.builder().longOpt(name).desc(description).get();
  }

  /** The file that an option names, if it is given. */
  public static Optional<Path> file(CommandLine line, String option) {
    return Optional.ofNullable(line.getOptionValue(option)).map(Path::of);
  }

  /** The single positional argument, a path. */
  public static Path onePath(CommandLine line, String what) {
    String[] args = line.getArgs();
    if (args.length == 0) {
      throw Diagnostic.of(CliCode.MISSING_ARGUMENT, what)
          .need("%s as the first argument", what)
          .fix("for example: examples/digits")
          .toException();
    }
    none(line, 1);
    return Path.of(args[0]);
  }

  /** Refuses arguments past {@code allowed}. */
  public static void none(CommandLine line, int allowed) {
    if (line.getArgs().length > allowed) {
      throw Diagnostic.of(CliCode.SURPLUS_ARGUMENT)
          .found("\"%s\"", line.getArgs()[allowed])
          .need("%d argument%s", allowed, allowed == 1 ? "" : "s")
          .toException();
    }
  }

  /**
   * A number between {@code min} and {@code max}, or {@code absent} where the option is not given.
   */
  public static double number(
      CommandLine line, String option, double min, double max, double absent) {
    String text = line.getOptionValue(option);
    if (text == null) {
      return absent;
    }
    try {
      double value = Double.parseDouble(text);
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // The diagnostic below says it.
    }
    throw Diagnostic.of(CliCode.BAD_NUMBER, "--" + option)
        .found("\"%s\"", text)
        .need("a number from %s to %s", plain(min), plain(max))
        .fix("%s", fix(text, max))
        .toException();
  }

  /** A whole number between {@code min} and {@code max}. */
  public static int integer(CommandLine line, String option, int min, int max, int absent) {
    double value = number(line, option, min, max, absent);
    if (value != Math.rint(value)) {
      throw Diagnostic.of(CliCode.BAD_NUMBER, "--" + option)
          .found("\"%s\"", line.getOptionValue(option))
          .need("a whole number from %d to %d", min, max)
          .toException();
    }
    return (int) value;
  }

  /** What an option's value names, or {@code absent} where the option is not given. */
  public static <T> T choice(CommandLine line, String option, Map<String, T> choices, T absent) {
    String text = line.getOptionValue(option);
    if (text == null) {
      return absent;
    }
    T choice = choices.get(text);
    if (choice == null) {
      throw Diagnostic.of(CliCode.BAD_OPTION)
          .at("--%s", option)
          .found("\"%s\"", text)
          .need("one of: %s", String.join(", ", new TreeSet<>(choices.keySet())))
          .toException();
    }
    return choice;
  }

  /** Whoever gives a fraction in percent is told the fraction. */
  private static String fix(String text, double max) {
    try {
      double value = Double.parseDouble(text);
      if (max == 1 && value > 1 && value <= 100) {
        return String.format(Locale.ROOT, "%s %% is %s", text, value / 100);
      }
    } catch (NumberFormatException e) {
      // No number at all; the range says enough.
    }
    return "give a number in this range";
  }

  private static String plain(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.valueOf(value);
  }
}
