package dev.upcall.compiler.plan;

import java.util.Objects;
import java.util.Optional;

/**
 * What a device's upcalls carry.
 *
 * @param featureMap empty for the input
 * @param why the input is sent although a feature map was thought of; else empty
 */
public record Payload(Optional<Handover> featureMap, String why) {
  /** The input, and nobody asked for anything else. */
  public static final Payload INPUT = new Payload(Optional.empty(), "");

  public Payload {
    Objects.requireNonNull(featureMap);
    Objects.requireNonNull(why);
  }
}
