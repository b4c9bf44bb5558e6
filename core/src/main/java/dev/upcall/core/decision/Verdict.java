package dev.upcall.core.decision;

/** What a decision policy says behind a stage. The ordinals are the C enum's values. */
public enum Verdict {
  /** This stage's class is the answer. */
  ACCEPT,
  /** Run the next stage of the ladder; behind the device's last stage that is the tier above. */
  CONTINUE,
  /** Hand the sample to the tier above, whatever stages the device still has. */
  UPCALL,
  /** This stage's class is the answer, and the tier above is asked to check on it. */
  AUDIT,
  /** This stage's class is the answer now; that of the tier above may correct it later. */
  LATER,
  /** The tier above would be asked, but may not be: this stage's class, marked degraded. */
  DEGRADE;

  /** What this verdict means behind the device's last stage: there CONTINUE is an upcall. */
  public Verdict behindLastStage() {
    return this == CONTINUE ? UPCALL : this;
  }

  /** Whether this stage's class is the answer, for now at least. */
  public boolean isLocal() {
    return this != CONTINUE && this != UPCALL;
  }

  /** Whether the tier above is sent the sample. */
  public boolean asks() {
    return this == UPCALL || this == AUDIT || this == LATER;
  }
}
