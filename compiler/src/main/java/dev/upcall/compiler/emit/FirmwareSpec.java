package dev.upcall.compiler.emit;

import dev.upcall.compiler.decision.CPolicy;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.plan.Handover;
import dev.upcall.compiler.plan.MemoryPlan;
import dev.upcall.compiler.plan.Payload;
import dev.upcall.compiler.quant.ScoreRule;
import dev.upcall.core.audio.AudioSpec;
import dev.upcall.core.decision.Verdict;
import dev.upcall.core.project.Preprocessor;
import dev.upcall.core.tensor.QParams;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that is to be printed, decided.
 *
 * @param project its name
 * @param board id of the board
 * @param command what a user would type to get this
 * @param preprocessor empty for a bare model, whose samples are its int8 input
 * @param signature 32 bytes
 * @param canUpcall whether somebody above may be asked
 * @param deadlineMs how long the device waits for an answer
 * @param gate the policy on the input, before the first stage
 * @param networks that the ladder runs
 * @param rungs the ladder, first stage first
 * @param payload what an upcall carries
 */
public record FirmwareSpec(
    String version,
    String project,
    String board,
    String command,
    Optional<Preprocessor> preprocessor,
    byte[] signature,
    boolean canUpcall,
    int deadlineMs,
    Optional<Gate> gate,
    List<Net> networks,
    List<Rung> rungs,
    Payload payload) {
  /** Whether some policy remembers and is told what the host answers. */
  public boolean learns() {
    return gate.map(before -> before.policy().stateful()).orElse(false)
        || rungs.stream().anyMatch(rung -> rung.policy().map(CPolicy::stateful).orElse(false));
  }

  /** Values of policies' parameters that the host may push. */
  public int pushed() {
    return rungs.stream().mapToInt(rung -> rung.policy().map(CPolicy::pushed).orElse(0)).sum();
  }

  /** Whether some policy may say this. */
  public boolean says(Verdict verdict) {
    return rungs.stream().anyMatch(rung -> rung.policy().map(p -> p.says(verdict)).orElse(false));
  }

  /** Whether some policy reads clock or link. */
  public boolean looksAround() {
    return rungs.stream().anyMatch(rung -> rung.policy().map(CPolicy::looksAround).orElse(false));
  }

  /**
   * A policy before the first stage.
   *
   * @param use as the manifest names it
   * @param input the samples' numbers
   */
  public record Gate(String use, CPolicy policy, QParams input) {}

  /**
   * A network.
   *
   * @param name the member's
   */
  public record Net(String name, ModelSource source, MemoryPlan plan) {
    /** The network's input. */
    public Value input() {
      return graph().inputs().get(0);
    }

    /** The network's scores, at its first exit. */
    public Value output() {
      return graph().outputs().get(0);
    }

    Graph graph() {
      return plan.program().model().graph();
    }
  }

  /** A stage of the ladder: the networks' exits that it has its scores from, and its policy. */
  public record Rung(ScoreRule scores, Optional<CPolicy> policy) {}

  public FirmwareSpec {
    signature = signature.clone();
    networks = List.copyOf(networks);
    rungs = List.copyOf(rungs);
  }

  @Override
  public byte[] signature() {
    return signature.clone();
  }

  /**
   * Whether something that runs after the first stage reads the input: a stage that begins another
   * network, or a host that has no feature map.
   */
  public boolean keepsInput() {
    boolean begins =
        computed().stream().skip(1).flatMap(List::stream).anyMatch(exit -> exit.output() == 0);
    return canUpcall && featureMapBytes() == 0 || begins;
  }

  /** Bytes of the largest feature map that is kept for the host; 0 where none is. */
  public int featureMapBytes() {
    return canUpcall ? payload.featureMap().map(Handover::bytes).orElse(0) : 0;
  }

  /** Bytes that are kept until the host has answered, or a later stage has read them. */
  public int keptBytes() {
    return keepsInput() ? inputBytes() : featureMapBytes();
  }

  /** Rows in which the input comes; 0 where it comes as a whole. */
  public int inputRows() {
    return new RowTables(networks.get(0).plan()).feed().map(CRowFeed::rows).orElse(0);
  }

  /** What the C functions of each network begin with. */
  public List<String> prefixes() {
    CNames unique = new CNames();
    return networks.stream().map(net -> "upcall_stage_" + unique.unique(net.name())).toList();
  }

  /** For each stage the exits that it computes: those it has its scores from, but those before. */
  public List<List<ScoreRule.Exit>> computed() {
    Set<ScoreRule.Exit> before = new HashSet<>();
    return rungs.stream()
        .map(rung -> rung.scores().exits().stream().filter(before::add).toList())
        .toList();
  }

  /** The C function that computes an exit of a network from the one before it on. */
  public String function(ScoreRule.Exit exit) {
    String run = prefixes().get(exit.network()) + "_run";
    return exits(exit.network()) == 1 ? run : run + "_" + exit.output();
  }

  /** At how many of a network's outputs the ladder stops, the last included. */
  public int exits(int network) {
    return rungs.stream()
        .flatMap(rung -> rung.scores().exits().stream())
        .filter(exit -> exit.network() == network)
        .mapToInt(exit -> exit.output() + 1)
        .max()
        .orElse(1);
  }

  /** Arena of the network that needs most, at least a word. */
  public int arenaBytes() {
    int word = wordBytes();
    int bytes = networks.stream().mapToInt(net -> net.plan().peakBytes()).max().orElse(0);
    return Math.max(word, (bytes + word - 1) / word * word);
  }

  /** What all networks keep from run to run, and what counts rows. */
  public int stateBytes() {
    return networks.stream()
        .map(Net::plan)
        .mapToInt(plan -> plan.rowStateBytes() + plan.program().model().stateBytes())
        .sum();
  }

  /** What the arena's address is a multiple of. */
  public int wordBytes() {
    return networks.stream().mapToInt(net -> net.plan().program().alignment()).max().orElse(4);
  }

  /** The front end of the samples; empty where they are no audio. */
  public Optional<AudioSpec> audio() {
    return preprocessor.flatMap(Preprocessor::audio);
  }

  /** Bytes of one sample before preprocessing. */
  public int rawBytes() {
    return audio().isPresent() ? preprocessor.orElseThrow().rawBytes() : inputBytes();
  }

  /** Bytes of one sample after preprocessing. */
  public int inputBytes() {
    return networks.get(0).graph().inputs().stream().mapToInt(input -> input.type().bytes()).sum();
  }

  /** Scores of a stage. */
  public int outputs() {
    return rungs.get(0).scores().count();
  }

  /** Bytes that they take: one each, but for bare models that are not quantised. */
  public int outputBytes() {
    return outputs() * networks.get(0).output().type().dtype().bytes();
  }

  /** Constants of all networks: weights, biases, requantisation. */
  public long weightBytes() {
    return networks.stream()
        .flatMap(net -> ConstantBytes.of(net.plan()).stream())
        .mapToLong(Integer::longValue)
        .sum();
  }
}
