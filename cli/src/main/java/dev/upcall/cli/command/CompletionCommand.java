package dev.upcall.cli.command;

import dev.upcall.cli.Arguments;
import dev.upcall.cli.Command;
import dev.upcall.cli.Commands;
import dev.upcall.cli.Console;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** {@code upcall completion}: prints a bash completion script made from the commands themselves. */
public final class CompletionCommand implements Command {
  @Override
  public String name() {
    return "completion";
  }

  @Override
  public String summary() {
    return "print the tab completion for bash";
  }

  @Override
  public String description() {
    return """
    Prints a script that completes commands, options and files in bash:

      source <(./upcall completion)
    """;
  }

  @Override
  public Options options() {
    return new Options();
  }

  @Override
  public void run(CommandLine line, Console console) {
    Arguments.none(line, 0);
    Map<String, String> options = new TreeMap<>();
    for (Command command : Commands.all()) {
      options.put(command.name(), longOptions(command.options()));
    }
    options.put("test", "--help");
    options.put("soak", "--help --list --only");
    console.json(options);
    console.line(script(options));
  }

  private static String longOptions(Options options) {
    return options.getOptions().stream()
            .sorted(Comparator.comparing(Option::getLongOpt))
            .map(option -> "--" + option.getLongOpt())
            .collect(Collectors.joining(" "))
        + " --help --json";
  }

  private static String script(Map<String, String> options) {
    StringBuilder cases = new StringBuilder();
    options.forEach(
        (command, words) ->
            cases.append(
                String.format(Locale.ROOT, "    %s) words='%s' ;;%n", command, words.strip())));
    return """
    _upcall() {
      local current=${COMP_WORDS[COMP_CWORD]} words=
      if [ "$COMP_CWORD" -eq 1 ]; then
        COMPREPLY=($(compgen -W '%s --help --version' -- "$current"))
        return
      fi
      case ${COMP_WORDS[1]} in
    %s  esac
      case $current in
        -*) COMPREPLY=($(compgen -W "$words" -- "$current")) ;;
        *) COMPREPLY=($(compgen -f -- "$current")) ;;
      esac
    }
    complete -o filenames -F _upcall upcall ./upcall"""
        .formatted(String.join(" ", options.keySet()), cases);
  }
}
