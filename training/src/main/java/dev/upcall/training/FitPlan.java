package dev.upcall.training;

import dev.upcall.training.arch.Architecture;
import dev.upcall.training.arch.Chain;
import dev.upcall.training.branch.Branch;
import dev.upcall.training.fit.FitNames;
import dev.upcall.training.mel.MelNetwork;
import dev.upcall.training.quant.QuantTuning;
import dev.upcall.training.settings.Method;
import dev.upcall.training.settings.TrainingSettings;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The fits that a fold takes and how much each computes, so that the time left counts those to
 * come.
 *
 * @param work multiply-accumulates for the samples of all epochs, by the fit's name
 */
public record FitPlan(Map<String, Double> work) {
  /** Forwards, and backwards to the map before and to the weights. */
  private static final int PASSES = 3;

  public FitPlan {
    work = Collections.unmodifiableMap(new LinkedHashMap<>(work));
  }

  static FitPlan of(TrainingSettings settings, MelNetwork network, int samples) {
    Map<String, Double> work = new LinkedHashMap<>();
    double seen = (double) samples * settings.fit().epochs();
    Set<String> alone = new TreeSet<>(network.members().keySet());
    boolean joint = settings.method().isJoint() && network.combined().size() > 1;
    if (joint) {
      work.put(FitNames.MEMBERS, seen * PASSES * macs(network.only(network.combined())));
      alone.removeAll(network.combined());
    }
    if (settings.method() == Method.FINE_TUNE) {
      alone.clear();
    }
    alone.forEach(
        name -> work.put(name, seen * PASSES * network.members().get(name).macs(network.input())));
    if (!joint && network.design().hasHiddenLayer()) {
      // The members only run forwards, and next to them the heads are nothing.
      long macs = macs(network.only(network.combined()));
      work.put(FitNames.HEADS, (double) samples * settings.heads().epochs() * macs);
    }
    network
        .members()
        .forEach(
            (name, trunk) -> {
              long macs = trunk.macs(network.input());
              settings
                  .quantization()
                  .filter(quantization -> quantization.members().contains(name))
                  .ifPresent(
                      quantization ->
                          work.put(
                              QuantTuning.fitName(name),
                              (double) samples * quantization.epochs() * PASSES * macs));
              for (Branch branch : settings.branches(name)) {
                if (branch.trains() && !settings.joint(name).contains(branch)) {
                  work.put(
                      name + "." + branch.name(),
                      samples * branchWork(settings, branch, trunk, network));
                }
              }
            });
    return new FitPlan(work);
  }

  private static long macs(MelNetwork network) {
    return network.members().values().stream()
        .mapToLong(member -> member.macs(network.input()))
        .sum();
  }

  /**
   * For one sample of TRAIN: the member runs up to the branch, and no gradient comes back to it.
   */
  private static double branchWork(
      TrainingSettings settings, Branch branch, Architecture trunk, MelNetwork network) {
    double share = branch.hard() == 0 ? 1 : (double) branch.hard() / network.classes();
    long macs =
        Chain.macs(trunk.first(branch.after()), network.input())
            + PASSES * branch.macs(trunk, network.input());
    return settings.branchFit().epochs() * share * macs;
  }

  double total() {
    return work.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /**
   * Share of all work that is behind.
   *
   * @param over the fits that are done
   * @param fit the one under way
   * @param done its own share, 0..1
   */
  double done(Set<String> over, String fit, double done) {
    if (!work.containsKey(fit)) {
      return work.isEmpty() ? done : 1;
    }
    double behind =
        over.stream().mapToDouble(name -> work.getOrDefault(name, 0.0)).sum()
            + done * work.get(fit);
    return behind / total();
  }
}
