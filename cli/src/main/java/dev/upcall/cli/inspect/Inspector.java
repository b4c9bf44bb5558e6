package dev.upcall.cli.inspect;

import dev.upcall.cli.bench.InstructionModel;
import dev.upcall.cli.inspect.Inspection.Dead;
import dev.upcall.cli.inspect.Inspection.OnBoard;
import dev.upcall.cli.validate.Samples;
import dev.upcall.compiler.CompileRequest;
import dev.upcall.compiler.Compiler;
import dev.upcall.compiler.Ladder;
import dev.upcall.compiler.Precision;
import dev.upcall.compiler.board.Board;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.emit.ConstantBytes;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.kernel.LiveMacs;
import dev.upcall.compiler.plan.MemoryPlan;
import dev.upcall.compiler.quant.ExecutableGraph;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.report.ModelReport;
import dev.upcall.compiler.report.ModelReport.Layer;
import dev.upcall.compiler.report.ModelReport.Stage;
import dev.upcall.core.diagnostic.UpcallException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Plans a model for every board, builds nothing. */
public final class Inspector {
  private final BoardCatalogue catalogue = new BoardCatalogue();
  private final Compiler compiler = new Compiler(catalogue);
  private final InstructionModel instructions = InstructionModel.read();

  public Inspection inspect(CompileRequest request) {
    List<String> remarks = new ArrayList<>();
    Ladder<? extends ExecutableGraph> quantized = networks(request, remarks);
    ModelReport report = compiler.report(compiler.plan(quantized));
    List<OnBoard> boards = new ArrayList<>();
    for (String id : catalogue.ids()) {
      Board board = catalogue.load(id);
      if (!board.isHost()) {
        boards.add(on(board, quantized, request));
      }
    }
    return new Inspection(report, dead(quantized), boards, remarks);
  }

  private static List<Dead> dead(Ladder<? extends ExecutableGraph> networks) {
    List<Dead> dead = new ArrayList<>();
    for (Ladder.Member<? extends ExecutableGraph> stage : networks.members()) {
      if (stage.model() instanceof QuantGraph model) {
        LiveMacs.layers(model.graph()).stream()
            .filter(layer -> layer.constantChannels() > 0 || layer.liveMacs() < layer.macs())
            .map(
                layer ->
                    new Dead(
                        stage.name(),
                        layer.op().mnemonic(),
                        layer.op().source().toString(),
                        layer.channels(),
                        layer.constantChannels(),
                        layer.macs(),
                        layer.macs() - layer.liveMacs()))
            .forEach(dead::add);
      }
    }
    return dead;
  }

  /** A bare model of floats has no ranges; sizes do not depend on them. */
  private Ladder<? extends ExecutableGraph> networks(CompileRequest request, List<String> remarks) {
    boolean bare =
        Files.isRegularFile(request.model()) && !request.model().toString().endsWith("ml");
    boolean floats32 = request.precision().isFloat();
    if (!bare || floats32 || request.calibration().isPresent()) {
      return compiler.executable(request);
    }
    Optional<Graph> floats = compiler.floats(request, 0);
    if (floats.isEmpty()) {
      return compiler.executable(request);
    }
    remarks.add("floats without --calibration: sizes as for int8, ranges made up");
    try {
      Path file = Files.createTempFile("upcall-", ".f32");
      try {
        Samples.writeMadeUp(file, floats.get().inputs().get(0).shape().size());
        return compiler.executable(request.withCalibration(file));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private OnBoard on(
      Board board, Ladder<? extends ExecutableGraph> quantized, CompileRequest request) {
    long hasRam = board.memory().dataBytes();
    long hasFlash = board.memory().flash().bytes();
    if (request.precision() == Precision.FLOAT32 && board.cpu().fpu() == Board.Fpu.NONE) {
      return refused(board, "no FPU; --soft-float insists");
    }
    try {
      Ladder<MemoryPlan> plans = compiler.plan(quantized.on(board));
      ModelReport report = compiler.report(plans);
      long constants =
          plans.members().stream()
              .mapToLong(member -> ConstantBytes.inRam(member.model(), board))
              .sum();
      long ram = report.arenaBytes() + constants;
      Optional<InstructionModel.OnBoard> model = instructions.on(board);
      // A core that was never measured is rather taken to need too much than nothing.
      long code =
          model.map(InstructionModel.OnBoard::codeBytes).orElseGet(instructions::mostCodeBytes);
      long flash = report.weightBytes() + code;
      long tables =
          report.stages().stream()
              .flatMap(stage -> stage.layers().stream())
              .mapToLong(Layer::tableBytes)
              .sum();
      return new OnBoard(
          board.id(),
          ram <= hasRam && flash <= hasFlash,
          ram,
          hasRam,
          flash,
          code,
          report.weightBytes() - tables,
          tables,
          hasFlash,
          model.flatMap(costs -> instructions(report, costs)),
          model.map(InstructionModel.OnBoard::error),
          Optional.empty());
    } catch (UpcallException e) {
      return refused(board, e.diagnostics().get(0).title());
    }
  }

  private static OnBoard refused(Board board, String why) {
    return new OnBoard(
        board.id(),
        false,
        0,
        board.memory().dataBytes(),
        0,
        0,
        0,
        0,
        board.memory().flash().bytes(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(why));
  }

  private static Optional<Double> instructions(ModelReport report, InstructionModel.OnBoard costs) {
    double sum = 0;
    for (Stage stage : report.stages()) {
      for (Layer layer : stage.layers()) {
        if (layer.kernel().equals("view")) {
          continue;
        }
        long outputs =
            layer.output().shape().stream()
                .mapToLong(Integer::longValue)
                .reduce(1, (a, b) -> a * b);
        Optional<Double> one = costs.instructions(layer.kernel(), layer.macs(), outputs);
        if (one.isEmpty()) {
          return Optional.empty();
        }
        sum += one.get();
      }
    }
    return Optional.of(sum);
  }
}
