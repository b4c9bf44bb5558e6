package dev.upcall.host.member;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.model.Model;
import dev.upcall.core.model.TakeOver;
import dev.upcall.core.project.Manifest;
import dev.upcall.core.project.Manifest.MemberSpec;
import dev.upcall.core.project.Project;
import dev.upcall.host.HostCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A member that runs in this process: ONNX Runtime's, or of another format's runtime. */
public final class LocalMember implements Member {
  /** Output with what a member adds to the logits of the heads that it is in. */
  public static final String PARTS = "partialLogits";

  private static final String LOGITS = "logits";

  private final String name;
  private final Model model;

  /** The same model, where it goes on from feature maps. */
  private final Optional<TakeOver> takeOver;

  private final InputLayout layout;
  private final String logitsOutput;
  private final Optional<String> featuresOutput;
  private final int features;
  private final int parts;

  private LocalMember(
      String name,
      Model model,
      Optional<TakeOver> takeOver,
      InputLayout layout,
      String logitsOutput,
      Optional<String> featuresOutput,
      int features,
      int parts) {
    this.name = name;
    this.model = model;
    this.takeOver = takeOver;
    this.layout = layout;
    this.logitsOutput = logitsOutput;
    this.featuresOutput = featuresOutput;
    this.features = features;
    this.parts = parts;
  }

  /**
   * Loads a member and checks it against the manifest by running one sample of zeros, which tells
   * the true widths where the file leaves them open.
   *
   * @throws UpcallException UP3001-UP3007 if the file is missing, corrupt or another than the
   *     manifest says
   */
  public static LocalMember open(Project project, String name) {
    Manifest manifest = project.manifest();
    MemberSpec spec = manifest.members().get(name);
    if (spec == null) {
      throw Diagnostic.of(HostCode.UNKNOWN_MEMBER, manifest.name(), name)
          .need("one of %s", manifest.members().keySet())
          .toException();
    }
    String title = "member \"" + name + "\"";
    Optional<TakeOver> takeOver = Models.takeOver(title, project, name);
    Model model =
        takeOver.isPresent() ? takeOver.get() : Models.open(title, project.resolve(spec.model()));
    try {
      return check(name, model, takeOver, manifest, spec);
    } catch (UpcallException e) {
      model.close();
      throw e;
    }
  }

  private static LocalMember check(
      String name, Model model, Optional<TakeOver> takeOver, Manifest manifest, MemberSpec spec) {
    long[] shape = model.inputShape();
    List<Integer> sample = manifest.input().shape();
    InputLayout layout =
        InputLayout.of(sample, Arrays.copyOfRange(shape, 1, shape.length), model.isChannelsFirst())
            .filter(l -> shape[0] == 1 || shape[0] < 0)
            .orElseThrow(
                () ->
                    OrtModel.wrongInput(
                        model.title(),
                        model.file(),
                        "input " + OrtModel.print(shape),
                        "samples of "
                            + sample
                            + ", channels first or last, with a batch dimension that is free or"
                            + " 1"));

    String logits = logitsOutput(model, spec.features());
    Map<String, float[]> probe = model.run(new float[layout.size()], 1, layout.dims());
    if (spec.features().isPresent() && !probe.containsKey(spec.features().get())) {
      throw Diagnostic.of(HostCode.MODEL_FEATURES, model.title(), spec.features().get())
          .at("%s", model.file())
          .found("outputs %s", model.outputNames())
          .fix("export the features as a graph output, or correct 'features' in ensemble.yaml")
          .toException();
    }
    int classes = probe.get(logits).length;
    if (classes != manifest.classes().size()) {
      throw Diagnostic.of(HostCode.MODEL_CLASSES, model.title())
          .at("%s, output \"%s\"", model.file(), logits)
          .found("%d scores", classes)
          .need("%d, one per class of the manifest", manifest.classes().size())
          .toException();
    }
    int features = spec.features().map(output -> probe.get(output).length).orElse(0);
    // What goes on from feature maps gives logits and features alone.
    int parts = takeOver.isPresent() || !probe.containsKey(PARTS) ? 0 : probe.get(PARTS).length;
    return new LocalMember(name, model, takeOver, layout, logits, spec.features(), features, parts);
  }

  /** The output called logits, else the only one that is not the features. */
  private static String logitsOutput(Model model, Optional<String> features) {
    List<String> others = new ArrayList<>(model.outputNames());
    if (others.contains(LOGITS)) {
      return LOGITS;
    }
    features.ifPresent(others::remove);
    others.remove(PARTS);
    if (others.size() != 1) {
      throw Diagnostic.of(HostCode.MODEL_LOGITS, model.title())
          .at("%s", model.file())
          .found("outputs %s", model.outputNames())
          .need("an output called \"%s\", or one output besides the features", LOGITS)
          .toException();
    }
    return others.get(0);
  }

  @Override
  public String name() {
    return name;
  }

  /** Width of the features output; 0 without one. */
  public int features() {
    return features;
  }

  /** Width of what it says of its parts of heads; 0 where it says nothing. */
  public int parts() {
    return parts;
  }

  /** Whether images are channels-first where both layouts would fit. */
  public boolean isChannelsFirst() {
    return model.isChannelsFirst();
  }

  /** Name of the output with the class scores. */
  public String logitsOutput() {
    return logitsOutput;
  }

  /** Name of the output with what is wanted besides; empty where nothing is. */
  public Optional<String> output(Wanted wanted) {
    return switch (wanted) {
      case LOGITS -> Optional.empty();
      case FEATURES -> featuresOutput;
      case PARTS -> Optional.of(PARTS);
    };
  }

  /** What it says about one sample that is not all zeros. */
  public List<MemberOutput> probe() {
    float[] sample = new float[layout.size()];
    for (int i = 0; i < sample.length; i++) {
      sample[i] = (i % 7 - 3) / 4f;
    }
    return run(new float[][] {sample});
  }

  @Override
  public List<MemberOutput> run(float[][] batch) {
    int step = model.inputShape()[0] < 0 ? batch.length : 1;
    List<MemberOutput> outputs = new ArrayList<>(batch.length);
    for (int first = 0; first < batch.length; first += step) {
      float[] input = new float[step * layout.size()];
      for (int i = 0; i < step; i++) {
        layout.arrange(batch[first + i], input, i * layout.size());
      }
      outputs.addAll(outputs(model.run(input, step, layout.dims()), step));
    }
    return outputs;
  }

  /** The rest of the model behind the stages of devices; empty where it starts from the input. */
  public Optional<TakeOver> takeOver() {
    return takeOver;
  }

  @Override
  public List<MemberOutput> goOn(int boundary, List<byte[]> maps) {
    List<MemberOutput> outputs = new ArrayList<>(maps.size());
    for (byte[] map : maps) {
      outputs.addAll(outputs(takeOver.orElseThrow().goOn(boundary, map), 1));
    }
    return outputs;
  }

  private List<MemberOutput> outputs(Map<String, float[]> result, int rows) {
    float[] logits = result.get(logitsOutput);
    OrtModel.requireFinite(model, logitsOutput, logits);
    float[] gap = featuresOutput.map(result::get).orElse(new float[0]);
    float[] ofHeads = parts == 0 ? new float[0] : result.get(PARTS);
    List<MemberOutput> outputs = new ArrayList<>(rows);
    for (int i = 0; i < rows; i++) {
      outputs.add(new MemberOutput(row(logits, i, rows), row(gap, i, rows), row(ofHeads, i, rows)));
    }
    return outputs;
  }

  static float[] row(float[] all, int index, int rows) {
    int width = all.length / rows;
    return Arrays.copyOfRange(all, index * width, (index + 1) * width);
  }

  @Override
  public void close() {
    model.close();
  }
}
