package dev.upcall.compiler.plan;

import dev.upcall.compiler.plan.RowSegment.Image;
import dev.upcall.compiler.plan.RowSegment.Layer;
import dev.upcall.compiler.plan.RowSegment.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * How many rows of each passing image need a place: as many as there are at most between the first
 * that is still needed and the last that has just been computed.
 *
 * <p>What a kernel computes in place needs none of its own: it lies where its operand has rows that
 * are over. So that there are such rows from the beginning, the operand's place begins with those
 * of the padding.
 */
final class RowRings {
  private final List<Layer> layers;
  private final Predicate<Layer> inPlace;
  private final List<Image> images;

  /**
   * @param inPlace which layers' kernels can work in place
   */
  RowRings(List<Image> images, List<Layer> layers, Predicate<Layer> inPlace) {
    this.images = List.copyOf(images);
    this.layers = layers;
    this.inPlace = inPlace;
  }

  /** The images with the rows they need. */
  List<Image> size() {
    List<Layer> candidates = new ArrayList<>(layers.stream().filter(this::mayShare).toList());
    while (true) {
      List<Image> sized = ringsOf(with(candidates));
      Layer failed = new SharingCheck(sized, layers).firstFailure();
      if (failed == null) {
        return sized;
      }
      candidates.remove(failed);
    }
  }

  private boolean mayShare(Layer layer) {
    Image operand = images.get(layer.left());
    Image output = images.get(layer.output());
    return inPlace.test(layer)
        && !operand.isWhole()
        && output.role() == Role.PASSING
        && layers.stream().noneMatch(l -> l.output() == layer.left() && inPlace.test(l));
  }

  private List<Image> with(List<Layer> sharing) {
    List<Image> result = new ArrayList<>(images);
    for (Layer layer : sharing) {
      Image operand = result.get(layer.left());
      Image output = result.get(layer.output());
      int margin = Math.max(operand.margin(), layer.kernel().padTop());
      result.set(
          layer.left(),
          new Image(operand.value(), operand.role(), operand.rows(), margin, operand.within()));
      result.set(
          layer.output(), new Image(output.value(), output.role(), output.rows(), 0, layer.left()));
    }
    return result;
  }

  private List<Image> ringsOf(List<Image> unsized) {
    int[] rows = new int[unsized.size()];
    RowMachine machine = new RowMachine(unsized, layers);
    machine.run(
        new RowMachine.Listener() {
          @Override
          public void compute(int layer, int count) {
            grow(layers.get(layer).output(), count);
          }

          @Override
          public void feed(int image) {
            grow(image, 1);
          }

          private void grow(int image, int count) {
            int live = machine.produced(image) + count - machine.needed(image);
            rows[image] = Math.max(rows[image], live);
          }
        });
    List<Image> sized = new ArrayList<>();
    for (int i = 0; i < rows.length; i++) {
      Image image = unsized.get(i);
      int count = image.isWhole() ? image.height() : rows[i];
      sized.add(new Image(image.value(), image.role(), count, image.margin(), image.within()));
    }
    return sized;
  }

  /** Plays through whether shared places are over when they are written, and used up in time. */
  private static final class SharingCheck implements RowMachine.Listener {
    private final List<Image> images;
    private final List<Layer> layers;
    private final RowMachine machine;

    /** The row in the first place of each image. */
    private final int[] first;

    private Layer failure;

    SharingCheck(List<Image> images, List<Layer> layers) {
      this.images = images;
      this.layers = layers;
      this.machine = new RowMachine(images, layers);
      this.first = images.stream().mapToInt(image -> -image.margin()).toArray();
    }

    /** A layer that cannot work in place, or null. */
    Layer firstFailure() {
      machine.run(this);
      return failure;
    }

    @Override
    public void compute(int index, int rows) {
      Layer layer = layers.get(index);
      write(layer.output(), rows);
      int within = images.get(layer.output()).within();
      if (within != RowSegment.NONE) {
        int rowBytes = images.get(within).rowBytes();
        int taken = (rows * images.get(layer.output()).rowBytes() + rowBytes - 1) / rowBytes;
        boolean over = neededAfter(layer, within, rows) >= first[within] + taken;
        fail(layer, !over || images.get(layer.output()).rows() > layer.rows());
      }
    }

    @Override
    public void feed(int image) {
      write(image, 1);
    }

    private void write(int image, int rows) {
      for (Layer layer : layers) {
        if (images.get(layer.output()).within() == image) {
          boolean used = machine.needed(layer.output()) == machine.produced(layer.output());
          fail(layer, !used);
        }
      }
      if (machine.produced(image) + rows - first[image] > images.get(image).rows()) {
        first[image] = machine.needed(image);
      }
    }

    /** The first row of an image that is needed when a layer has computed its next rows. */
    private int neededAfter(Layer running, int image, int rows) {
      int needed = machine.produced(image);
      for (Layer layer : layers) {
        int done = machine.produced(layer.output()) + (layer == running ? rows : 0);
        if (layer.reads(image) && done < images.get(layer.output()).height()) {
          int top = done * layer.kernel().stride() - layer.kernel().padTop();
          needed = Math.min(needed, top);
        }
      }
      return needed;
    }

    private void fail(Layer layer, boolean failed) {
      if (failed && failure == null) {
        failure = layer;
      }
    }
  }
}
