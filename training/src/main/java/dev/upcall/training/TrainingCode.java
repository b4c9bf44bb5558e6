package dev.upcall.training;

import dev.upcall.core.diagnostic.DiagnosticCode;
import dev.upcall.core.diagnostic.Exit;

/** What can go wrong in training. */
public enum TrainingCode implements DiagnosticCode {
  TOO_FEW_CLASSES("UP4001", "Split \"%s\" has samples of one class only", Exit.BAD_INPUT),
  NOT_A_PICTURE("UP4002", "Training needs samples of shape [H,W,C]", Exit.UNSUPPORTED),
  UNKNOWN_NAME("UP4003", "There is no %s \"%s\"", Exit.BAD_INPUT),
  MEMBERS_DIFFER(
      "UP4004", "training.yaml and ensemble.yaml differ in member \"%s\"", Exit.BAD_INPUT),
  TOO_SMALL("UP4005", "Member \"%s\" cannot be built", Exit.BAD_INPUT),
  LOSS_NOT_FINITE("UP4007", "The loss is not a number any more", Exit.ACCURACY_GATE),
  OUT_OF_MEMORY("UP4008", "Not enough memory to train", Exit.DOES_NOT_FIT),
  EXPORT_DIFFERS("UP4009", "%s computes something else than the network it came from", Exit.BUG),
  ENGINE("UP4010", "PyTorch cannot be started", Exit.TOOLCHAIN),
  CANNOT_WRITE("UP4011", "Cannot write %s", Exit.BAD_INPUT),
  HEADS_ON_ONE_LINE("UP4012", "Heads cannot be added to the manifest", Exit.BAD_INPUT),
  BRANCH_NAME("UP4013", "A branch cannot be called \"%s\"", Exit.BAD_INPUT),
  NO_CUDA("UP4014", "There is no CUDA device", Exit.DEVICE_OR_NETWORK),
  TEACHER("UP4030", "%s cannot teach the members", Exit.BAD_INPUT),
  NO_BRANCH("UP4031", "Method %s has no branch to train", Exit.BAD_INPUT),
  HEAD("UP4032", "The members cannot share heads of this type", Exit.BAD_INPUT),
  MEMBER_NAME("UP4033", "A member cannot be called \"%s\" in training", Exit.BAD_INPUT),
  NOTHING_TO_TUNE("UP4034", "Method %s has nothing to tune", Exit.BAD_INPUT),
  NO_FAKE_QUANTIZATION(
      "UP4050", "Quantisation-aware training does not know operator %s", Exit.UNSUPPORTED),
  CANNOT_READ("UP4051", "Cannot read %s", Exit.BAD_INPUT);

  private final String id;
  private final String pattern;
  private final Exit exit;

  TrainingCode(String id, String pattern, Exit exit) {
    this.id = id;
    this.pattern = pattern;
    this.exit = exit;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String pattern() {
    return pattern;
  }

  @Override
  public Exit exit() {
    return exit;
  }
}
