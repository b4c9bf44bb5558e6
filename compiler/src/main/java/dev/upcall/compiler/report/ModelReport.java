package dev.upcall.compiler.report;

import dev.upcall.compiler.emit.ConstantBytes;
import dev.upcall.compiler.emit.FirmwareSpec;
import dev.upcall.compiler.emit.FirmwareSpec.Net;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.TensorType;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Linear;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.kernel.Blocking;
import dev.upcall.compiler.kernel.KernelChoice;
import dev.upcall.compiler.kernel.Macs;
import dev.upcall.compiler.plan.MemoryPlan;
import dev.upcall.compiler.plan.PeakStep;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * {@code model-report.json}. Bytes are bytes, MACs multiply-accumulates of one inference.
 *
 * @param arenaBytes of the stage that needs most
 * @param weightBytes weights, biases and requantisation constants of all stages
 * @param macs of all stages together
 * @param before the policy on the input, as the manifest names it
 * @param stages the networks
 * @param ladder by stage of the manifest, the C functions that compute what it needs beyond the
 *     stages before it
 * @param upcall what goes to the host
 */
public record ModelReport(
    String version,
    String project,
    String board,
    String command,
    String signature,
    int arenaBytes,
    long weightBytes,
    long macs,
    Optional<String> before,
    List<Stage> stages,
    List<List<String>> ladder,
    Upcall upcall) {
  /**
   * What an upcall carries besides scores.
   *
   * @param carries {@code input}, {@code featureMap}, or {@code nothing} where no policy asks
   * @param bytes of it, at most; they are kept until the host has answered
   * @param inputBytes of a sample
   * @param why it is the input although the manifest would have a feature map; else empty
   */
  public record Upcall(String carries, int bytes, int inputBytes, String why) {
    private static Upcall of(FirmwareSpec firmware) {
      int input = firmware.inputBytes();
      int map = firmware.featureMapBytes();
      if (!firmware.canUpcall()) {
        return new Upcall("nothing", 0, input, "");
      }
      return map > 0
          ? new Upcall("featureMap", map, input, "")
          : new Upcall("input", input, input, firmware.payload().why());
    }
  }

  /**
   * One network.
   *
   * @param arenaLowerBoundBytes no arrangement of this network needs less
   * @param arenaOptimal whether it is known that none needs less than arenaBytes
   * @param peak the step that sets arenaBytes, and what is in memory then
   */
  public record Stage(
      String name,
      String model,
      String sha256,
      int arenaBytes,
      int arenaLowerBoundBytes,
      boolean arenaOptimal,
      String peak,
      long weightBytes,
      long macs,
      Tensor input,
      Tensor output,
      List<Layer> layers) {}

  /**
   * An activation: real = scale * (q - zeroPoint), or the number itself with scale 1.
   *
   * @param type of its elements, as the text IR has it
   * @param arenaOffset -1 for a constant or a state
   */
  public record Tensor(
      List<Integer> shape, String type, float scale, int zeroPoint, int arenaOffset) {}

  /**
   * One operator.
   *
   * @param kernel C function; {@code view} where nothing is computed
   * @param blocking what the kernel computes together
   * @param requantization how accumulators become outputs
   * @param scratchBytes of the arena, the kernel's own while it runs
   * @param refused for convolutions and matrix products, why kernels that come first do not take it
   * @param source where it stands in the model's file
   * @param weightBytes all its constants: weights, biases, requantisation, look-up tables
   * @param tableBytes those of them that are no weights
   */
  public record Layer(
      String operator,
      String attributes,
      String kernel,
      String blocking,
      String requantization,
      int scratchBytes,
      List<String> refused,
      String source,
      List<Tensor> inputs,
      Tensor output,
      long weightBytes,
      long tableBytes,
      long macs) {}

  public static ModelReport of(FirmwareSpec firmware) {
    List<Stage> stages = firmware.networks().stream().map(ModelReport::stage).toList();
    return new ModelReport(
        firmware.version(),
        firmware.project(),
        firmware.board(),
        firmware.command(),
        HexFormat.of().formatHex(firmware.signature()),
        firmware.arenaBytes(),
        firmware.weightBytes(),
        stages.stream().mapToLong(Stage::macs).sum(),
        firmware.gate().map(FirmwareSpec.Gate::use),
        stages,
        firmware.computed().stream()
            .map(exits -> exits.stream().map(firmware::function).toList())
            .toList(),
        Upcall.of(firmware));
  }

  private static Stage stage(Net net) {
    MemoryPlan plan = net.plan();
    List<Layer> layers = new ArrayList<>();
    Iterator<Integer> constants = ConstantBytes.of(plan).iterator();
    for (int i = 0; i < plan.program().steps().size(); i++) {
      KernelChoice step = plan.program().steps().get(i);
      List<String> refused = plan.program().refusals().get(i);
      layers.add(layer(step, refused, plan, step.isView() ? 0 : constants.next()));
    }
    return new Stage(
        net.name(),
        net.source().file(),
        net.source().sha256(),
        plan.peakBytes(),
        plan.lowerBoundBytes(),
        plan.optimal(),
        PeakStep.of(plan).toString(),
        layers.stream().mapToLong(Layer::weightBytes).sum(),
        layers.stream().mapToLong(Layer::macs).sum(),
        tensor(net.input(), plan),
        tensor(net.output(), plan),
        layers);
  }

  private static Layer layer(
      KernelChoice step, List<String> refused, MemoryPlan plan, int constantBytes) {
    Op op = step.op();
    Graph graph = plan.program().model().graph();
    return new Layer(
        op.mnemonic(),
        op.attributes(),
        step.function().orElse("view"),
        Blocking.of(step),
        Requantization.of(step),
        step.scratchBytes(),
        op instanceof Linear ? refused : List.of(),
        op.source().toString(),
        op.inputs().stream()
            .filter(value -> !graph.isConstant(value))
            .map(value -> tensor(value, plan))
            .toList(),
        tensor(op.output(), plan),
        constantBytes,
        Math.max(0, constantBytes - weights(op)),
        Macs.of(op));
  }

  /** As the model has them; a kernel may lay them with padding. */
  private static long weights(Op op) {
    return op instanceof Linear linear ? linear.weights().type().bytes() : 0;
  }

  private static Tensor tensor(Value value, MemoryPlan plan) {
    TensorType type = value.type();
    return new Tensor(
        value.shape().dims(),
        type.dtype().irName(),
        type.isQuantized() ? type.qparams().scale() : 1,
        type.isQuantized() ? type.qparams().zeroPoint() : 0,
        plan.program().isPlaced(value) ? plan.offset(value) : -1);
  }
}
