package dev.upcall.cli.command;

import static dev.upcall.cli.Arguments.flag;
import static dev.upcall.cli.Arguments.option;

import dev.upcall.cli.Arguments;
import dev.upcall.cli.CliCode;
import dev.upcall.cli.Command;
import dev.upcall.cli.Console;
import dev.upcall.cli.bench.BenchDocs;
import dev.upcall.cli.bench.BenchFilter;
import dev.upcall.cli.bench.BenchReport;
import dev.upcall.cli.bench.BenchTable;
import dev.upcall.cli.bench.DecisionsSuite;
import dev.upcall.cli.bench.DigitsSuite;
import dev.upcall.cli.bench.GatewaySuite;
import dev.upcall.cli.bench.KernelsSuite;
import dev.upcall.cli.bench.ModelsSuite;
import dev.upcall.cli.bench.QuantizationSuite;
import dev.upcall.cli.bench.ScaleSuite;
import dev.upcall.cli.bench.TrainingSuite;
import dev.upcall.cli.firmware.Home;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.file.AtomicFile;
import dev.upcall.core.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** {@code upcall bench}: measures, prints a table, writes JSON; generates docs/benchmarks.md. */
public final class BenchCommand implements Command {
  @Override
  public String name() {
    return "bench";
  }

  @Override
  public String summary() {
    return "measure, as a table and as JSON";
  }

  @Override
  public String arguments() {
    return "<suite>";
  }

  @Override
  public String description() {
    return """
    Runs a suite of measurements. Rows have stable names, so that a number can be followed over
    time. Suites:

      digits    the ladder on the digits example: cross-fitted accuracy over all 1797 samples, every
                subset of the host's members, instructions, flash and RAM per board, round trips
      models    bare images (start-up, model, a call to it) of MLPerf Tiny's models and a wake word on
                every board: instructions, modelled cycles, RAM, flash, bytes that are not as
                TensorFlow Lite Micro gives them, beside what that takes; on mps2-an386 also compiled
                for size, with constant channels, and in floats, beside onnx2c. Without --board and
                --model also: whether each model in ../shared/models imports, compiles and gives the
                reference's bytes, ONNX's operator tests, and the time a compile takes
      quantization
                points of accuracy that 8-bit and 4-bit weights cost the networks for which there is
                data, on 10 000 test samples each (2500 and up for the largest), and the noise at the
                output of those without; half an hour. The JSON is written after each network; --model
                measures one and puts its rows in their places there
      decisions ladders against the smallest model that alone is as accurate: accuracy, latency and
                energy on three devices (docs/policies.md), at several numbers of upcalls; logistic
                regression against a threshold; how often a guarantee is kept; instructions and
                bytes of a decision. Needs ../shared, else measures digits alone. --model names one
                data set: fashion-mnist, cifar10 or cifar10-resnet
      training  every way to train against its baselines on the same data with the same schedule, from
                the projects in training/studies: accuracy of every subset that may survive, sizes,
                paired differences. Hours for all of it: each training is kept in
                docs/benchmarks/training and not done again until its settings change. --model names
                one data set to train, --seeds how many seeds, --recorded trains nothing
      gateway   upcalls a second and their latency over MQTT, beside a bare client that echoes; a
                thousand devices for a minute. Needs mosquitto and a machine that does nothing else
      scale     brokers, gateways and members that fleets of 10^4 to 10^8 devices need, reckoned from
                what is measured, and a simulation of bursts and losses: docs/scale.md
      kernels   the same models by layer, instructions and cycles per multiply-accumulate, on
                mps2-an386 unless --board says another; draws a chart to firmware-out/bench

      upcall bench digits --json docs/benchmarks/digits.json
      upcall bench models --board mps2-an386 --model kws
      upcall bench quantization --model resnet20 --json docs/benchmarks/quantization.json
      upcall bench --docs
    """;
  }

  @Override
  public Options options() {
    return new Options()
        .addOption(
            Option.builder()
                .longOpt("json")
                .hasArg()
                .optionalArg(true)
                .argName("file")
                .desc("write JSON to the file, beside the table; without a file, JSON alone")
                .get())
        .addOption(option("board", "id", "suites models and kernels: measure on this board alone"))
        .addOption(
            option(
                "model",
                "name",
                "suites models and kernels: measure this one alone: kws, ic, vww, ad or sww; suite"
                    + " quantization: for example resnet20, fashion-mnist.small, vww; suites"
                    + " decisions and training: a data set"))
        .addOption(option("seeds", "n", "suite training: train with seeds 1 to n (default 3)"))
        .addOption(flag("recorded", "suite training: only show what is trained already"))
        .addOption(
            flag(
                "fit",
                "suite kernels: measure on all boards and write what upcall inspect estimates by"))
        .addOption(
            flag("examples", "suite quantization: only the members of examples/, a few minutes"))
        .addOption(
            flag("docs", "write docs/benchmarks.md and its pictures from docs/benchmarks/*.json"));
  }

  @Override
  public void run(CommandLine line, Console console) throws IOException, InterruptedException {
    if (line.hasOption("docs")) {
      Arguments.none(line, 0);
      Path folder = Home.path("docs/benchmarks");
      for (Path picture : BenchDocs.draw(folder)) {
        console.line("drawn to %s", picture);
      }
      Path page = Home.path("docs/benchmarks.md");
      write(page, BenchDocs.page(folder));
      console.line("written to %s", page);
      return;
    }
    String suite = Arguments.onePath(line, "<suite>").toString();
    if (line.hasOption("fit") && suite.equals(KernelsSuite.NAME)) {
      Path model = Home.path("cli/src/main/resources/dev/upcall/cli/bench/instructions.json");
      write(model, new JsonWriter().write(new KernelsSuite(console, filter(line)).fit()));
      console.line("written to %s", model);
      return;
    }
    BenchReport report = measure(suite, line, console);
    console.line(BenchTable.text(report).stripTrailing());
    console.json(report);
    if (line.getOptionValue("json") != null) {
      write(Path.of(line.getOptionValue("json")), new JsonWriter().write(report));
      console.line("written to %s", line.getOptionValue("json"));
    }
  }

  private static BenchReport measure(String suite, CommandLine line, Console console)
      throws IOException, InterruptedException {
    BenchFilter filter = filter(line);
    if (suite.equals(DigitsSuite.NAME)) {
      return new DigitsSuite(console).run();
    }
    if (suite.equals(ModelsSuite.NAME)) {
      return new ModelsSuite(console, filter).run();
    }
    if (suite.equals(KernelsSuite.NAME)) {
      return new KernelsSuite(console, filter).run();
    }
    if (suite.equals(DecisionsSuite.NAME)) {
      return new DecisionsSuite(console, filter.model()).run();
    }
    if (suite.equals(QuantizationSuite.NAME)) {
      return quantization(line, console, filter.model());
    }
    if (suite.equals(TrainingSuite.NAME)) {
      return new TrainingSuite(
              console,
              new TrainingSuite.Options(
                  filter.model(),
                  Arguments.integer(line, "seeds", 1, 100, 3),
                  line.hasOption("recorded")))
          .run();
    }
    if (suite.equals(GatewaySuite.NAME)) {
      return new GatewaySuite(console).run();
    }
    if (suite.equals(ScaleSuite.NAME)) {
      return new ScaleSuite(console).run();
    }
    throw Diagnostic.of(CliCode.UNKNOWN_SUITE, suite)
        .need("one of: digits, models, kernels, decisions, quantization, training, gateway, scale")
        .toException();
  }

  /** Written after each network: the whole takes long. */
  private static BenchReport quantization(CommandLine line, Console console, Optional<String> model)
      throws IOException {
    Optional<Path> file = Optional.ofNullable(line.getOptionValue("json")).map(Path::of);
    QuantizationSuite suite = new QuantizationSuite(console, !line.hasOption("examples"), model);
    if (model.isPresent() && file.isPresent() && Files.exists(file.get())) {
      suite.resume(file.get());
    }
    return suite.run(soFar -> file.ifPresent(path -> write(path, new JsonWriter().write(soFar))));
  }

  private static BenchFilter filter(CommandLine line) {
    return new BenchFilter(
        Optional.ofNullable(line.getOptionValue("board")),
        Optional.ofNullable(line.getOptionValue("model")));
  }

  @Override
  public boolean wantsJson(CommandLine line) {
    return line.hasOption("json") && line.getOptionValue("json") == null;
  }

  private static void write(Path file, String text) {
    try {
      AtomicFile.write(file, text);
    } catch (IOException e) {
      throw Diagnostic.of(CliCode.CANNOT_WRITE, file).found("%s", e).toException();
    }
  }
}
