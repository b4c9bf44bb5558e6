package dev.upcall.cli;

import dev.upcall.cli.command.BenchCommand;
import dev.upcall.cli.command.BoardsCommand;
import dev.upcall.cli.command.BridgeCommand;
import dev.upcall.cli.command.BuildCommand;
import dev.upcall.cli.command.CompileCommand;
import dev.upcall.cli.command.CompletionCommand;
import dev.upcall.cli.command.DemoCommand;
import dev.upcall.cli.command.EvaluateCommand;
import dev.upcall.cli.command.GatewayCommand;
import dev.upcall.cli.command.HarvestCommand;
import dev.upcall.cli.command.InspectCommand;
import dev.upcall.cli.command.MemberCommand;
import dev.upcall.cli.command.OpsCommand;
import dev.upcall.cli.command.PolicyCommand;
import dev.upcall.cli.command.PushCommand;
import dev.upcall.cli.command.QuantizeCommand;
import dev.upcall.cli.command.RunCommand;
import dev.upcall.cli.command.TrainCommand;
import dev.upcall.cli.command.TuneCommand;
import dev.upcall.cli.command.ValidateCommand;
import dev.upcall.core.diagnostic.Diagnostic;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The list of commands, in the order in which a new user meets them. */
public final class Commands {
  // Suppliers, so that starting one command loads the classes of no other.
  private static final List<Supplier<Command>> SUPPLIERS =
      List.of(
          DemoCommand::new,
          TrainCommand::new,
          TuneCommand::new,
          EvaluateCommand::new,
          QuantizeCommand::new,
          CompileCommand::new,
          BuildCommand::new,
          RunCommand::new,
          InspectCommand::new,
          ValidateCommand::new,
          GatewayCommand::new,
          BridgeCommand::new,
          MemberCommand::new,
          HarvestCommand::new,
          PushCommand::new,
          PolicyCommand::new,
          BoardsCommand::new,
          OpsCommand::new,
          BenchCommand::new,
          CompletionCommand::new);

  private Commands() {}

  public static Collection<Command> all() {
    return byName().values();
  }

  static Command named(String name) {
    Map<String, Command> commands = byName();
    Command command = commands.get(name);
    if (command == null) {
      throw Diagnostic.of(CliCode.UNKNOWN_COMMAND, name)
          .need("one of: %s, test", String.join(", ", commands.keySet()))
          .fix("upcall --help says what each does")
          .toException();
    }
    return command;
  }

  private static Map<String, Command> byName() {
    Map<String, Command> map = new LinkedHashMap<>();
    for (Supplier<Command> supplier : SUPPLIERS) {
      Command command = supplier.get();
      map.put(command.name(), command);
    }
    return map;
  }
}
