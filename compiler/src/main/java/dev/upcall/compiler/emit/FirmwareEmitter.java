package dev.upcall.compiler.emit;

import dev.upcall.compiler.decision.CPolicy;
import dev.upcall.compiler.emit.FirmwareSpec.Net;
import dev.upcall.compiler.emit.FirmwareSpec.Rung;
import dev.upcall.compiler.emit.StageEmitter.Stage;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.kernel.Macs;
import dev.upcall.compiler.plan.MemoryPlan;
import dev.upcall.core.audio.AudioSpec;
import dev.upcall.core.decision.Verdict;
import dev.upcall.core.project.Preprocessor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Prints the C of a firmware that depends on its networks and policies: {@code model/}, {@code
 * decision/}, and {@code runtime/} as it is.
 */
public final class FirmwareEmitter {
  private static final int TABLE = 256;

  /** Files of the runtime that only firmware has to whose policies parameters may be pushed. */
  private static final Set<String> PUSHED =
      Set.of("upcall_parameters.c", "upcall_sha256.c", "upcall_seal.c");

  /** And files that only firmware has whose samples are audio. */
  private static final Set<String> AUDIO =
      Set.of("upcall_audio.c", "upcall_audio.h", "upcall_fft.c", "upcall_fft.h");

  private final Renderer renderer;

  public FirmwareEmitter(Renderer renderer) {
    this.renderer = renderer;
  }

  /** Path to text, paths relative to the project with {@code /} between names. */
  public SortedMap<String, String> emit(FirmwareSpec firmware) {
    SortedMap<String, String> files = new TreeMap<>();
    networks(firmware, BareForm.PLAIN, files);
    for (Rung rung : firmware.rungs()) {
      rung.policy().ifPresent(policy -> put(files, "decision/", policy));
    }
    firmware.gate().ifPresent(gate -> put(files, "decision/", gate.policy()));
    shared(firmware, files);
    for (String name : TemplateFiles.list("runtime")) {
      if (firmware.pushed() == 0 && PUSHED.contains(name)
          || firmware.audio().isEmpty() && AUDIO.contains(name)) {
        continue;
      }
      files.put("runtime/" + name, TemplateFiles.read("runtime/" + name));
    }
    return files;
  }

  /**
   * The same for a bare image: the networks and a main function that runs them, no decision and no
   * wire.
   *
   * @param host for a process of the machine it is built on
   */
  public SortedMap<String, String> emitBare(FirmwareSpec firmware, boolean host, BareForm form) {
    SortedMap<String, String> files = new TreeMap<>();
    List<String> names = networks(firmware, form, files);
    CBanner banner = banner(firmware, List.of());
    boolean stops = form == BareForm.STOPPING;
    CWord word = CWord.of(firmware.wordBytes());
    if (host) {
      CBareHost main = new CBareHost(banner, word, bare(firmware, names), stops);
      files.put("model/upcall_bare.c", renderer.render(main));
    } else {
      files.put(
          "model/upcall_bare.c",
          renderer.render(
              new CBare(banner, word, places(firmware), names, stops, fed(firmware, names))));
      files.put("model/upcall_bare_port.c", TemplateFiles.read("bare/upcall_bare_port.c"));
    }
    return files;
  }

  /** Prints all networks with their kernels; the prefixes of their functions, in order. */
  private List<String> networks(
      FirmwareSpec firmware, BareForm form, SortedMap<String, String> files) {
    List<String> names = firmware.prefixes();
    TreeSet<String> kernels = new TreeSet<>();
    for (int i = 0; i < names.size(); i++) {
      Net net = firmware.networks().get(i);
      String name = names.get(i);
      Stage stage =
          new StageEmitter(renderer, form)
              .emit(name, stageBanner(firmware, net), net.plan(), firmware.exits(i));
      files.put("model/" + name + ".h", stage.header());
      files.put("model/" + name + ".c", stage.source());
      kernels.addAll(stage.headers());
    }
    KernelFiles.closure(kernels).forEach((name, text) -> files.put("model/" + name, text));
    files.put(
        "model/upcall_model.h",
        renderer.render(
            new CModelHeader(
                banner(firmware, List.of()),
                firmware.arenaBytes(),
                CWord.of(firmware.wordBytes()),
                names)));
    return names;
  }

  private static List<CBareHost.Stage> bare(FirmwareSpec firmware, List<String> names) {
    List<CBareHost.Stage> stages = new ArrayList<>();
    for (String name : names) {
      MemoryPlan plan = firmware.networks().get(stages.size()).plan();
      List<CPort> inputs = new StagePorts(plan).inputs();
      stages.add(
          new CBareHost.Stage(name, StageEmitter.macro(name), inputs, plan.fed().isPresent()));
    }
    return stages;
  }

  /** Of stages whose input comes row by row: their functions' prefix, and their macros'. */
  private static Map<String, String> fed(FirmwareSpec firmware, List<String> names) {
    Map<String, String> fed = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      if (firmware.networks().get(i).plan().fed().isPresent()) {
        fed.put(names.get(i), StageEmitter.macro(names.get(i)));
      }
    }
    return fed;
  }

  private static List<String> places(FirmwareSpec firmware) {
    List<String> places = new ArrayList<>();
    for (int i = 0; i < firmware.networks().size(); i++) {
      int index = i;
      Net net = firmware.networks().get(i);
      Graph graph = net.plan().program().model().graph();
      if (net.plan().fed().isEmpty()) {
        graph.inputs().forEach(input -> places.add(place(index, "input ", net, input)));
      }
      for (Value output : graph.outputs()) {
        if (net.plan().program().isPlaced(output)) {
          places.add(place(i, "output", net, output));
        }
      }
    }
    return places;
  }

  private static String place(int index, String what, Net net, Value value) {
    return CLiteral.comment(
        "stage %d  %s  arena + %d, %d bytes"
            .formatted(index, what, net.plan().offset(value), value.type().bytes()));
  }

  private void shared(FirmwareSpec firmware, SortedMap<String, String> files) {
    CBanner banner = banner(firmware, List.of());
    files.put("model/upcall_ladder.c", renderer.render(new LadderCode(firmware).make(banner)));
    files.put("model/upcall_config.h", renderer.render(config(firmware, banner)));
    String preprocess =
        firmware
            .audio()
            .map(spec -> renderer.render(new AudioCode(spec).make(banner)))
            .orElseGet(() -> renderer.render(preprocess(firmware, banner)));
    files.put("model/upcall_preprocess.c", preprocess);
  }

  private static CConfig config(FirmwareSpec firmware, CBanner banner) {
    List<Integer> signature = new ArrayList<>();
    for (byte b : firmware.signature()) {
      signature.add(b & 0xff);
    }
    return new CConfig(
        banner,
        CLiteral.of(firmware.project()),
        CLiteral.of(firmware.board()),
        firmware.inputBytes(),
        firmware.rawBytes(),
        firmware.audio().map(AudioSpec::window).orElse(0),
        firmware.audio().map(AudioSpec::stride).orElse(0),
        firmware.outputBytes(),
        firmware.rungs().size(),
        firmware.canUpcall() ? 1 : 0,
        firmware.learns() ? 1 : 0,
        firmware.gate().isPresent() ? 1 : 0,
        firmware.says(Verdict.AUDIT) || firmware.says(Verdict.LATER) ? 1 : 0,
        firmware.says(Verdict.DEGRADE) ? 1 : 0,
        firmware.looksAround() ? 1 : 0,
        firmware.keepsInput() ? 1 : 0,
        firmware.pushed(),
        firmware.featureMapBytes(),
        firmware.inputRows(),
        signature,
        firmware.deadlineMs());
  }

  private static CPreprocess preprocess(FirmwareSpec firmware, CBanner banner) {
    if (firmware.preprocessor().isEmpty()) {
      return new CPreprocess(banner, "", 0, firmware.inputRows() > 0);
    }
    Preprocessor preprocessor = firmware.preprocessor().get();
    byte[] all = new byte[preprocessor.tables() * TABLE];
    for (int channel = 0; channel < preprocessor.tables(); channel++) {
      System.arraycopy(preprocessor.table(channel), 0, all, channel * TABLE, TABLE);
    }
    StringBuilder text = new StringBuilder();
    CArray.ofBytes("upcall_preprocess_table", all).print(text);
    return new CPreprocess(
        banner, text.toString(), preprocessor.tables(), firmware.inputRows() > 0);
  }

  private static void put(SortedMap<String, String> files, String folder, CPolicy policy) {
    policy.files().forEach((name, text) -> files.put(folder + name, text));
  }

  private static CBanner stageBanner(FirmwareSpec firmware, Net net) {
    long macs = net.plan().program().steps().stream().mapToLong(step -> Macs.of(step.op())).sum();
    return banner(
        firmware,
        List.of(
            "",
            "model   " + net.source().file(),
            "        SHA-256 " + net.source().sha256(),
            "arena   " + net.plan().peakBytes() + " bytes",
            "MACs    " + macs));
  }

  private static CBanner banner(FirmwareSpec firmware, List<String> more) {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "Written by Upcall " + firmware.version() + " for " + firmware.project() + ".",
                "Changes are lost when it is written again:",
                "",
                "    " + firmware.command()));
    lines.addAll(more);
    return new CBanner(lines);
  }
}
