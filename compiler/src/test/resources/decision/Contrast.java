import dev.upcall.core.decision.*;

/** Sends samples of little contrast at once: the model would only guess. */
public record Contrast(@Parameter(min = 0) float least, @Parameter(min = 1, standard = 2) int step)
    implements InputPolicy {

  @Override
  public Verdict decide(Input input) {
    int low = 127;
    int high = -128;
    float sum = 0f;
    for (int i = 0; i < input.count(); i++) {
      low = Math.min(low, input.value(i));
      high = Math.max(high, input.value(i));
      sum += input.real(i);
    }
    float contrast = input.scale() * (high - low);
    float mean = sum / input.count();
    if (contrast < least || input.value(-step) != input.zeroPoint()) {
      return Verdict.UPCALL;
    }
    return mean > 1f ? Verdict.UPCALL : Verdict.CONTINUE;
  }
}
