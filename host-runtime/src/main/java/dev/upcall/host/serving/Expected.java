package dev.upcall.host.serving;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.host.ensemble.EnsembleModels;
import dev.upcall.host.ensemble.OutputShape;
import dev.upcall.host.member.InputLayout;
import dev.upcall.host.member.LocalMember;
import dev.upcall.host.member.MemberOutput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What a served model has to look like to be a member, as the member's own file says.
 *
 * @param sample the manifest's shape of one
 * @param channelsFirst by the file's convention, where both layouts would fit
 * @param logits name of the output with the class scores
 * @param others of the output with what heads are fed with; empty where nothing is wanted
 * @param shape of both, per sample
 * @param probe what is asked to know whether it is this member
 */
record Expected(
    ServingAddress address,
    String project,
    String member,
    List<Integer> sample,
    boolean channelsFirst,
    String logits,
    Optional<String> others,
    OutputShape shape,
    Probe probe) {
  /** For each of the questions that looking at a server is made of. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /**
   * @throws dev.upcall.core.diagnostic.UpcallException UP3222 where devices send feature maps
   */
  static Expected of(ServingAddress address, EnsembleModels models, String name) {
    LocalMember loaded = models.members().get(name);
    if (loaded.takeOver().isPresent()) {
      throw ServingCode.TAKE_OVER
          .with(name)
          .at("device.send of ensemble.yaml")
          .found("members that go on from feature maps")
          .need("members that start from the input, as every served model does")
          .fix("upcall member, which does both")
          .toException();
    }
    OutputShape shape = OutputShape.of(models, name);
    return new Expected(
        address,
        models.project().manifest().name(),
        name,
        models.project().manifest().input().shape(),
        loaded.isChannelsFirst(),
        loaded.logitsOutput(),
        loaded.output(shape.wanted()),
        shape,
        Probe.of(loaded, models.project().manifest().input().size()));
  }

  /** Names of the outputs to ask for. */
  List<String> outputs() {
    List<String> names = new ArrayList<>(List.of(logits));
    others.ifPresent(names::add);
    return names;
  }

  /**
   * Looks at a server. The model that it gives was asked about a sample; it fails as {@link
   * ServingClient} does, or with UP3221 where another model is served.
   */
  CompletableFuture<ServedModel> look(ServingClient client) {
    return client
        .look(PATIENCE)
        .thenApply(this::check)
        .thenCompose(
            model ->
                client
                    .infer(model.call(probe.batch()), PATIENCE)
                    .thenApply(answer -> same(model, model.outputs(answer, 1).get(0))));
  }

  private ServedModel same(ServedModel model, MemberOutput said) {
    probe
        .differs(said, shape.wanted(), ServingCode.UNFIT.with(address, member))
        .ifPresent(
            different -> {
              throw different.toException();
            });
    return model;
  }

  /**
   * The model, if it is the member.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP3221 if it is another
   */
  private ServedModel check(ModelMetadata found) {
    if (found.inputs().size() != 1) {
      throw unfit("its inputs")
          .found("%s", found.inputs())
          .need("one, of samples %s", sample)
          .fix("name inputs and outputs in the model's settings on the server")
          .toException();
    }
    InputLayout layout = layout(found.inputs().get(0));
    output(found, logits, shape.classes());
    others.ifPresent(name -> output(found, name, shape.others()));
    return new ServedModel(this, found.inputs().get(0).name(), layout, found.binary());
  }

  private InputLayout layout(TensorInfo input) {
    long[] dims = input.shape().stream().skip(1).mapToLong(Long::longValue).toArray();
    return InputLayout.of(sample, dims, channelsFirst)
        .filter(
            layout ->
                input.datatype().equals(TensorInfo.FLOAT)
                    && !input.shape().isEmpty()
                    && input.shape().get(0) < 0)
        .orElseThrow(
            () ->
                unfit("input \"" + input.name() + "\"")
                    .found("%s %s", input.datatype(), input.shape())
                    .need(
                        "FP32 samples of %s, channels first or last, behind a free batch dimension"
                            + " (-1)",
                        sample)
                    .fix("deploy the member's own file, %s of %s", member, project)
                    .toException());
  }

  private void output(ModelMetadata found, String name, int width) {
    Optional<TensorInfo> output =
        found.outputs().stream().filter(one -> one.name().equals(name)).findFirst();
    if (output.isEmpty()) {
      throw unfit("its outputs")
          .found("%s", found.outputs())
          .need("\"%s\"", name)
          .fix("deploy the member's own file, and name all its outputs in the model's settings")
          .toException();
    }
    if (!output.get().datatype().equals(TensorInfo.FLOAT) || !fits(output.get(), width)) {
      throw unfit("output \"" + name + "\"")
          .found("%s %s", output.get().datatype(), output.get().shape())
          .need("FP32 [-1, %d]", width)
          .fix("deploy the member's own file, %s of %s", member, project)
          .toException();
    }
  }

  /** Free dimensions may turn out right. */
  private static boolean fits(TensorInfo output, int width) {
    List<Long> dims = output.shape();
    if (dims.isEmpty() || dims.get(0) >= 0) {
      return false;
    }
    long product = 1;
    for (long dim : dims.subList(1, dims.size())) {
      if (dim < 0) {
        return true;
      }
      if (dim > width) {
        return false;
      }
      product = Math.multiplyExact(product, dim) > width ? width + 1L : product * dim;
    }
    return product == width;
  }

  private Diagnostic unfit(String where) {
    return ServingCode.UNFIT.with(address, member).at("%s", where);
  }

  @Override
  public String toString() {
    return member + " of " + project;
  }
}
