package dev.upcall.compiler.plan;

import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.GraphPrinter;
import dev.upcall.compiler.ir.GraphVerifier;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.range.RemoveConstantChannels;
import dev.upcall.core.wire.Crc32c;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A network of which a device computes the first exits and a host the end. Boundary 0 is the input,
 * boundary k lies behind exit k-1. A feature map is what the host needs of what has been computed
 * before a boundary: the tensors back to back, in the order in which they are computed, and before
 * them {@value #CHECK_BYTES} bytes by which the host sees that both mean the same numbers.
 */
public final class Handover {
  /** CRC-32C over the network, little endian. */
  public static final int CHECK_BYTES = 4;

  private final Graph graph;
  private final int exits;
  private final List<Value> results;
  private final List<Integer> ends = new ArrayList<>();
  private final Set<Integer> sending;

  /**
   * @param whole outputs are the device's exits, then whatever else the host's results are of
   * @param exits how many of its outputs are the device's
   * @param results indices of the outputs that the host wants
   * @param sending boundaries at which the device may stop for the host
   */
  public Handover(QuantGraph whole, int exits, List<Integer> results, Set<Integer> sending) {
    this.graph = ExitOrder.sort(RemoveConstantChannels.from(whole).graph());
    this.exits = exits;
    this.results = results.stream().map(graph.outputs()::get).toList();
    this.sending = new TreeSet<>(sending);
    ends.add(0);
    for (int exit = 1; exit <= exits; exit++) {
      Set<Integer> needed = ExitOrder.needed(graph, graph.outputs().subList(0, exit));
      ends.add((int) graph.ops().stream().filter(op -> needed.contains(op.output().id())).count());
    }
  }

  /** Boundaries at which the device may stop for the host, the nearest to the input first. */
  public Set<Integer> boundaries() {
    return new TreeSet<>(sending);
  }

  /** What the host needs from before a boundary. */
  public List<Value> featureMap(int boundary) {
    Set<Integer> read = new HashSet<>();
    rest(boundary).forEach(op -> op.inputs().forEach(operand -> read.add(operand.id())));
    results.forEach(result -> read.add(result.id()));
    return Stream.concat(
            graph.inputs().stream(),
            graph.ops().subList(0, ends.get(boundary)).stream().map(Op::output))
        .filter(value -> read.contains(value.id()))
        .toList();
  }

  /** Bytes of the feature map, the check included. */
  public int bytes(int boundary) {
    return CHECK_BYTES
        + featureMap(boundary).stream().mapToInt(value -> value.type().bytes()).sum();
  }

  /** The largest of the maps that are sent. */
  public int bytes() {
    return sending.stream().mapToInt(this::bytes).max().orElse(0);
  }

  public int inputBytes() {
    return graph.inputs().stream().mapToInt(input -> input.type().bytes()).sum();
  }

  /** Whether the host would need the input as well. */
  public boolean needsInput(int boundary) {
    return featureMap(boundary).stream().anyMatch(graph.inputs()::contains);
  }

  /** Whether something persists from run to run, which a host cannot know. */
  public boolean hasStates() {
    return !graph.states().isEmpty();
  }

  /** The device's part: its outputs are the exits, then what of the last map is none of them. */
  public QuantGraph device() {
    List<Value> outputs = new ArrayList<>(graph.outputs().subList(0, exits));
    featureMap(exits).stream().filter(value -> !outputs.contains(value)).forEach(outputs::add);
    return part(graph.inputs(), outputs, graph.ops().subList(0, ends.get(exits)), "device");
  }

  /** The same of a device that sends its input. */
  public QuantGraph deviceAlone() {
    List<Value> outputs = graph.outputs().subList(0, exits);
    return part(graph.inputs(), outputs, graph.ops().subList(0, ends.get(exits)), "device");
  }

  /** The host's part: its inputs are the tensors of the feature map, its outputs the results. */
  public QuantGraph host(int boundary) {
    return part(featureMap(boundary), results, rest(boundary), "host");
  }

  private List<Op> rest(int boundary) {
    Set<Integer> wanted = ExitOrder.needed(graph, results);
    return graph.ops().subList(ends.get(boundary), graph.ops().size()).stream()
        .filter(op -> wanted.contains(op.output().id()))
        .toList();
  }

  private QuantGraph part(List<Value> inputs, List<Value> outputs, List<Op> ops, String where) {
    Set<Integer> used =
        ops.stream()
            .flatMap(op -> op.inputs().stream())
            .filter(graph::isConstant)
            .map(Value::id)
            .collect(Collectors.toSet());
    Map<Integer, ConstantData> constants = new TreeMap<>(graph.constants());
    constants.keySet().retainAll(used);
    Graph part = new Graph(graph.name(), inputs, outputs, ops, constants, graph.states());
    GraphVerifier.verify(part, "the cut for the " + where);
    return new QuantGraph(part);
  }

  /**
   * CRC-32C over the network's operators, scales and constants: of the calibration and of the
   * version that made it, which the ensemble's signature knows nothing of.
   */
  public int check() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(GraphPrinter.print(graph).getBytes(StandardCharsets.UTF_8));
    // The text rounds scales.
    graph.inputs().forEach(input -> text(bytes, input));
    for (Op op : graph.ops()) {
      op.inputs().forEach(operand -> text(bytes, operand));
      text(bytes, op.output());
    }
    new TreeMap<>(graph.constants()).values().forEach(data -> bytes.writeBytes(data.toBytes()));
    return Crc32c.of(bytes.toByteArray(), 0, bytes.size());
  }

  private static void text(ByteArrayOutputStream bytes, Value value) {
    bytes.writeBytes(value.type().toString().getBytes(StandardCharsets.UTF_8));
  }
}
