package dev.upcall.training.mel;

import dev.upcall.training.arch.Convolution;
import dev.upcall.training.arch.Layer;
import java.util.List;

/**
 * How heads of two members and more are built. A member's own exit is linear in any case: it may
 * run on a microcontroller.
 *
 * @param width channels of the hidden layer; 0 for a linear head
 */
public record HeadDesign(Kind kind, int width) {
  /** What lies between the members and the last, linear layer. */
  public enum Kind {
    /** Nothing: a head is linear on the members' pooled features side by side. */
    LINEAR,
    /** A hidden layer on these. */
    FC,
    /** A 3x3 convolution on the members' maps side by side, then global average pooling. */
    CONV
  }

  public static final HeadDesign LINEAR = new HeadDesign(Kind.LINEAR, 0);

  public HeadDesign {
    if ((kind == Kind.LINEAR) != (width == 0) || width < 0) {
      throw new IllegalArgumentException(kind + " head of width " + width);
    }
  }

  /** Whether members hand on maps instead of pooled features. */
  public boolean readsMaps() {
    return kind == Kind.CONV;
  }

  /** Whether there is anything that a refit of the last layer leaves as it was. */
  public boolean hasHiddenLayer() {
    return kind != Kind.LINEAR;
  }

  /** The hidden layer, on what the members send side by side; pooled features are maps of 1x1. */
  List<Layer> hidden() {
    switch (kind) {
      case FC:
        return List.of(Convolution.of(width, 1, 1));
      case CONV:
        return List.of(Convolution.of(width, 3, 1));
      default:
        return List.of();
    }
  }
}
