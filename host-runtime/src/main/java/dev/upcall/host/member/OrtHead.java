package dev.upcall.host.member;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.project.Project;
import dev.upcall.host.HostCode;
import java.util.ArrayList;
import java.util.List;

/**
 * A MEL head in ONNX Runtime: class scores from the concatenated features of one subset of members
 * (MEL, arXiv 2506.20094).
 */
public final class OrtHead implements AutoCloseable {
  private final OrtModel model;

  private OrtHead(OrtModel model) {
    this.model = model;
  }

  /**
   * Loads the head of {@code key} and checks it against its members.
   *
   * @param key the members' sorted names joined by {@code +}
   * @param features sum of the members' feature widths
   * @throws UpcallException UP3001-UP3006 if the file is missing, corrupt or does not fit
   */
  public static OrtHead open(Project project, String key, int features) {
    OrtModel model =
        OrtModel.open("head \"" + key + "\"", project.resolve(project.manifest().heads().get(key)));
    try {
      long[] shape = model.inputShape();
      if (shape.length != 2 || shape[0] > 0 || (shape[1] >= 0 && shape[1] != features)) {
        throw OrtModel.wrongInput(
            model.title(),
            model.file(),
            "input " + OrtModel.print(shape),
            "[?," + features + "], the features of " + key + " side by side");
      }
      int classes = scores(model, new float[features], 1).length;
      int need = project.manifest().classes().size();
      if (classes != need) {
        throw Diagnostic.of(HostCode.MODEL_CLASSES, model.title())
            .at("%s", model.file())
            .found("%d scores", classes)
            .need("%d, one per class of the manifest", need)
            .toException();
      }
      return new OrtHead(model);
    } catch (UpcallException e) {
      model.close();
      throw e;
    }
  }

  /**
   * Class scores.
   *
   * @param features one row per sample, the members' features side by side in sorted name order
   * @return logits, one row per sample
   */
  public List<float[]> run(float[][] features) {
    int width = features[0].length;
    float[] input = new float[features.length * width];
    for (int i = 0; i < features.length; i++) {
      System.arraycopy(features[i], 0, input, i * width, width);
    }
    float[] all = scores(model, input, features.length);
    List<float[]> rows = new ArrayList<>(features.length);
    for (int i = 0; i < features.length; i++) {
      rows.add(LocalMember.row(all, i, features.length));
    }
    return rows;
  }

  private static float[] scores(OrtModel model, float[] input, int rows) {
    var outputs = model.run(input, rows, new long[] {input.length / rows});
    if (outputs.size() != 1) {
      throw Diagnostic.of(HostCode.MODEL_LOGITS, model.title())
          .at("%s", model.file())
          .found("outputs %s", outputs.keySet())
          .need("exactly one float output")
          .toException();
    }
    return outputs.values().iterator().next();
  }

  @Override
  public void close() {
    model.close();
  }
}
