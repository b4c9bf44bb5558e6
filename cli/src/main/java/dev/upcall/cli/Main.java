package dev.upcall.cli;

import dev.upcall.compiler.ToolVersion;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Exit;
import dev.upcall.core.diagnostic.UpcallException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;

/**
 * Entry point: finds the command, parses its line, runs it, turns what went wrong into an exit
 * code.
 */
public final class Main {
  private final PrintStream out;
  private final PrintStream err;
  private final boolean terminal;

  Main(PrintStream out, PrintStream err, boolean terminal) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  public static void main(String[] args) {
    // Libraries below format and fold case by the default locale; the output has one language.
    Locale.setDefault(Locale.ROOT);
    PrintStream out = stream(FileDescriptor.out);
    PrintStream err = stream(FileDescriptor.err);
    Exit exit = new Main(out, err, System.console() != null).run(List.of(args));
    out.flush();
    err.flush();
    // Native libraries and emulators may have left threads behind; the answer is out, so end here.
    Runtime.getRuntime().exit(exit.code());
  }

  Exit run(List<String> args) {
    try {
      if (args.isEmpty() || args.get(0).equals("--help") || args.get(0).equals("-h")) {
        out.print(Help.overview(Commands.all()));
        return Exit.OK;
      }
      if (args.get(0).equals("--version")) {
        out.println("upcall " + ToolVersion.read());
        return Exit.OK;
      }
      Command command = Commands.named(args.get(0));
      return run(command, args.subList(1, args.size()));
    } catch (UpcallException e) {
      return report(e);
    }
  }

  private Exit run(Command command, List<String> args) {
    if (args.contains("--help") || args.contains("-h")) {
      out.print(Help.of(command));
      return Exit.OK;
    }
    Console console = new Console(out, err, args.contains("--json"), terminal);
    try {
      CommandLine line = parse(command, args);
      console = new Console(out, err, command.wantsJson(line), terminal);
      command.run(line, console);
      return Exit.OK;
    } catch (UpcallException e) {
      return report(e, console);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Exit.OK;
    } catch (InvalidPathException e) {
      return report(
          Diagnostic.of(CliCode.BAD_PATH, e.getInput())
              .at("upcall %s", command.name())
              .found("%s", e.getReason())
              .fix("use a locale with UTF-8, such as LC_ALL=C.UTF-8, or another name")
              .toException(),
          console);
    } catch (OutOfMemoryError e) {
      return report(
          Diagnostic.of(CliCode.NO_MEMORY)
              .at("upcall %s %s", command.name(), String.join(" ", args))
              .found(
                  "%s, of at most %d MiB", e.getMessage(), Runtime.getRuntime().maxMemory() >> 20)
              .need("files of a size that fits")
              .fix("look for a file far too large; or give more: JAVA_TOOL_OPTIONS=-Xmx8g")
              .toException(),
          console);
    } catch (Exception | StackOverflowError | LinkageError e) {
      return bug(command, args, e);
    }
  }

  private static CommandLine parse(Command command, List<String> args) {
    Options options = Help.withCommon(command.options());
    try {
      return new DefaultParser(false).parse(options, args.toArray(String[]::new));
    } catch (ParseException e) {
      throw Diagnostic.of(CliCode.BAD_OPTION)
          .at("upcall %s", command.name())
          .found("%s", e.getMessage())
          .fix("upcall %s --help lists the options", command.name())
          .toException();
    }
  }

  private Exit report(UpcallException e, Console console) {
    console.json(Map.of("errors", e.diagnostics()));
    return report(e);
  }

  private Exit report(UpcallException e) {
    e.diagnostics().forEach(err::println);
    return e.exit();
  }

  /** A stack trace helps nobody at the prompt; where it arose is what a report needs. */
  private Exit bug(Command command, List<String> args, Throwable e) {
    String where =
        Arrays.stream(e.getStackTrace())
            .filter(frame -> frame.getClassName().startsWith("dev.upcall"))
            .limit(4)
            .map(StackTraceElement::toString)
            .reduce((a, b) -> a + "\n" + b)
            .orElse("outside Upcall's own code");
    err.println(
        Diagnostic.of(CliCode.BUG)
            .at("upcall %s %s\n%s", command.name(), String.join(" ", args), where)
            .found("%s", e)
            .fix("report it with these lines and the files that led here"));
    return Exit.BUG;
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
