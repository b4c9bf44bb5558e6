package dev.upcall.compiler.onnx;

/**
 * From where in the operand an element of the resized axis is taken: ONNX's attribute
 * coordinate_transformation_mode (operator Resize, opset 11 and later).
 */
enum ResizeCoordinates {
  HALF_PIXEL {
    @Override
    double source(ResizeAxis axis, int index) {
      return (index + 0.5) / axis.scale() - 0.5;
    }
  },
  /** As half_pixel, with the same distance left out at both ends where the size was rounded. */
  HALF_PIXEL_SYMMETRIC {
    @Override
    double source(ResizeAxis axis, int index) {
      double rounded = axis.out() / (axis.scale() * axis.in());
      double offset = axis.in() / 2.0 * (1 - rounded);
      return offset + HALF_PIXEL.source(axis, index);
    }
  },
  PYTORCH_HALF_PIXEL {
    @Override
    double source(ResizeAxis axis, int index) {
      return axis.out() > 1 ? HALF_PIXEL.source(axis, index) : 0;
    }
  },
  ALIGN_CORNERS {
    @Override
    double source(ResizeAxis axis, int index) {
      return axis.out() > 1 ? index * (axis.in() - 1.0) / (axis.out() - 1.0) : 0;
    }
  },
  ASYMMETRIC {
    @Override
    double source(ResizeAxis axis, int index) {
      return index / axis.scale();
    }
  },
  TF_HALF_PIXEL_FOR_NN {
    @Override
    double source(ResizeAxis axis, int index) {
      return (index + 0.5) / axis.scale();
    }
  },
  TF_CROP_AND_RESIZE {
    @Override
    double source(ResizeAxis axis, int index) {
      double last = axis.in() - 1.0;
      double share =
          axis.out() > 1
              ? axis.roiStart() + index * (axis.roiEnd() - axis.roiStart()) / (axis.out() - 1.0)
              : (axis.roiStart() + axis.roiEnd()) / 2;
      return share * last;
    }
  };

  /** A position between the operand's elements 0..in-1, or a little outside. */
  abstract double source(ResizeAxis axis, int index);
}
