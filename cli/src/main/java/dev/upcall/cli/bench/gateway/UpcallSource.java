package dev.upcall.cli.bench.gateway;

import dev.upcall.core.project.Preprocessor;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.Signature;
import dev.upcall.core.wire.Bytes;
import dev.upcall.core.wire.Header;
import dev.upcall.core.wire.MessageCodec;
import dev.upcall.core.wire.UpcallRequest;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Upcalls as the devices of a project would make them, one device after the other. */
public final class UpcallSource {
  private final List<Bytes> inputs;
  private final Bytes scores;
  private final long signature;
  private final int devices;
  private final int boot = ThreadLocalRandom.current().nextInt();
  private long next;

  /**
   * @param raw samples as the data set has them
   * @param devices how many take turns
   */
  public UpcallSource(Project project, List<byte[]> raw, int devices) {
    Preprocessor preprocessor = new Preprocessor(project.manifest().input());
    this.inputs = raw.stream().map(sample -> Bytes.of(preprocessor.quantize(sample))).toList();
    this.scores = Bytes.of(new byte[project.manifest().classes().size()]);
    this.signature = Header.signatureOf(Signature.of(project));
    this.devices = devices;
  }

  /** The number of the device whose turn it is. */
  int device() {
    return (int) (next % devices);
  }

  /** The number of its next upcall. */
  int sequence() {
    return (int) (next / devices);
  }

  /** That upcall; then it is the next device's turn. */
  byte[] take() {
    Header header = new Header(device(), boot, sequence(), signature, 0, 0);
    Bytes input = inputs.get((int) (next % inputs.size()));
    next++;
    return MessageCodec.encode(new UpcallRequest(header, 0, scores, input));
  }
}
