package dev.upcall.core.decision;

/** What a decision policy says behind a stage. The ordinals are the C enum's values. */
public enum Verdict {
  /** This stage's class is the answer. */
  ACCEPT,
  /** Run the next stage of the ladder; behind the device's last stage that is the tier above. */
  CONTINUE,
  /** Hand the sample to the tier above, whatever stages the device still has. */
  UPCALL;

  /** What this verdict means behind the device's last stage: there CONTINUE is an upcall. */
  public Verdict behindLastStage() {
    return this == CONTINUE ? UPCALL : this;
  }
}
