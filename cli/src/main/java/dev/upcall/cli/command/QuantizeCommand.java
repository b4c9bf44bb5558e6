package dev.upcall.cli.command;

import static dev.upcall.cli.Arguments.option;

import dev.upcall.cli.Arguments;
import dev.upcall.cli.CliCode;
import dev.upcall.cli.Command;
import dev.upcall.cli.Console;
import dev.upcall.cli.validate.Samples;
import dev.upcall.compiler.CompileRequest;
import dev.upcall.compiler.Compiler;
import dev.upcall.compiler.Ladder;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.plan.ExitOrder;
import dev.upcall.compiler.quant.QuantForm;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.report.QuantStudy;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Diagnostics;
import dev.upcall.core.project.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code upcall quantize}: what quantisation costs, in all and by layer. */
public final class QuantizeCommand implements Command {
  /** Integers are the same on every board; the process on Linux has no limits to meet. */
  private static final String ANY_BOARD = "posix";

  private static final int DEFAULT_SAMPLES = 200;
  private static final int MAX_SAMPLES = 100_000;
  private static final int MAX_ACCURACY_SAMPLES = 10_000;
  private static final double MAX_DROP = 100;

  @Override
  public String name() {
    return "quantize";
  }

  @Override
  public String summary() {
    return "say what quantisation costs, in all and layer by layer";
  }

  @Override
  public String arguments() {
    return "<project|model.onnx|model.tflite>";
  }

  @Override
  public String description() {
    return """
    Quantises the device's members with the calibrate split and measures them on the select split (a
    bare float model: on the samples it is calibrated with). Per layer: bits and bytes of its weights,
    signal to quantisation noise with everything before it quantised too, and what it costs alone, all
    other layers in floats: noise at the network's output and points of accuracy. In all: accuracy as
    floats and as integers, and the loss with its 95 % interval; of a member with exits all that for
    each of them. --split test is for final figures, not
    for choosing. With --accuracy-drop the exit code is 6 where a member loses more points.

      upcall quantize examples/digits
      upcall quantize examples/digits --weights int4 --accuracy-drop 1.5
      upcall quantize examples/digits --flash-budget 300 --accuracy-drop 2
      upcall quantize model.onnx --calibration samples.f32 --json
    """;
  }

  @Override
  public Options options() {
    return QuantizationOptions.add(new Options())
        .addOption(
            option(
                "calibration",
                "file",
                "for a bare float model: float32 samples, little endian, back to back, [H,W,C]"))
        .addOption(option("fold", "k", "cross-fitting fold whose models to use (default 0)"))
        .addOption(
            option(
                "ram-budget",
                "bytes",
                "with --accuracy-drop or --weights mixed: RAM that int16 activations must fit"))
        .addOption(option("split", "name", "samples to measure on: select (default) or test"))
        .addOption(
            option("samples", "n", "samples for single layers (default " + DEFAULT_SAMPLES + ")"));
  }

  @Override
  public void run(CommandLine line, Console console) {
    CompileRequest given = FirmwareOptions.request(line, ANY_BOARD);
    // What it costs is told first, then held against what is allowed.
    CompileRequest request = given.withQuantization(given.quantization().withoutGate());
    Split split =
        Arguments.choice(
            line, "split", Map.of("select", Split.SELECT, "test", Split.TEST), Split.SELECT);
    int limit = Arguments.integer(line, "samples", 1, MAX_SAMPLES, DEFAULT_SAMPLES);
    Compiler compiler = new Compiler(new BoardCatalogue());
    Ladder<Graph> legal = compiler.legalise(compiler.load(request));
    refuseGateWithoutLabels(line, legal);
    Ladder<QuantGraph> quantized = compiler.quantize(legal);
    List<QuantStudy> studies = new ArrayList<>();
    for (Ladder.Exit exit : legal.exits()) {
      console.step("%s: quantised, now measured", exit.name());
      QuantGraph model = quantized.members().get(exit.member()).model();
      Graph floats =
          QuantForm.of(legal.members().get(exit.member()).model(), request.quantization(), model);
      Samples samples = samples(request, legal, model, split).only(exit.classes());
      studies.add(
          QuantStudy.of(
              exit.name(),
              samples.origin(),
              ExitOrder.only(floats, exit.output()),
              new QuantGraph(ExitOrder.only(model.graph(), exit.output())),
              samples.inputs(),
              samples.labels(),
              limit));
    }
    studies.forEach(study -> QuantizeText.print(study, console));
    console.json(studies);
    requireAccuracy(line, studies);
  }

  private static Samples samples(
      CompileRequest request, Ladder<Graph> ladder, QuantGraph model, Split split) {
    return ladder
        .project()
        .map(project -> Samples.ofProject(project, split, MAX_ACCURACY_SAMPLES))
        .orElseGet(
            () ->
                Samples.ofFile(
                    request.calibration().orElseThrow(),
                    model.graph().inputs().get(0).type(),
                    MAX_ACCURACY_SAMPLES));
  }

  private static void refuseGateWithoutLabels(CommandLine line, Ladder<Graph> ladder) {
    if (line.hasOption("accuracy-drop") && ladder.project().isEmpty()) {
      throw Diagnostic.of(CliCode.BAD_OPTION)
          .at("--accuracy-drop")
          .found("a bare model, whose samples have no labels")
          .need("a project with data")
          .fix("copy examples/digits and make the model its member")
          .toException();
    }
  }

  private static void requireAccuracy(CommandLine line, List<QuantStudy> studies) {
    if (!line.hasOption("accuracy-drop")) {
      return;
    }
    double allowed = Arguments.number(line, "accuracy-drop", 0, MAX_DROP, 0);
    Diagnostics diagnostics = new Diagnostics();
    for (QuantStudy study : studies) {
      Optional<QuantStudy.Accuracy> accuracy = study.accuracy();
      if (accuracy.isPresent() && accuracy.get().loss().points() > allowed) {
        diagnostics.add(
            Diagnostic.of(CliCode.ACCURACY_DROP, study.stage())
                .at("stage \"%s\", on %s", study.stage(), study.origin())
                .found("%s", QuantizeText.loss(accuracy.get().loss()))
                .need("at most %s points", allowed)
                .fix(
                    "see which layers cost most; give them 8 bits, or train members longer: weight"
                        + " decay and normalisation keep ranges narrow"));
      }
    }
    diagnostics.throwIfAny();
  }
}
