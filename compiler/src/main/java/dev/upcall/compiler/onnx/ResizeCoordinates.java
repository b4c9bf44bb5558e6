package dev.upcall.compiler.onnx;

/**
 * From where in the operand an element of the resized axis is taken: ONNX's attribute
 * coordinate_transformation_mode (operator Resize, opset 11 and later). In single precision, as
 * ONNX Runtime computes them: 1 / (2/3) is 1.5 there, which lies between two elements, and less in
 * double.
 */
enum ResizeCoordinates {
  HALF_PIXEL {
    @Override
    float source(ResizeAxis axis, int index) {
      return (index + 0.5f) / axis.scale() - 0.5f;
    }
  },
  /** As half_pixel, with the same distance left out at both ends where the size was rounded. */
  HALF_PIXEL_SYMMETRIC {
    @Override
    float source(ResizeAxis axis, int index) {
      float rounded = axis.out() / (axis.scale() * axis.in());
      float offset = axis.in() / 2f * (1 - rounded);
      return offset + HALF_PIXEL.source(axis, index);
    }
  },
  PYTORCH_HALF_PIXEL {
    @Override
    float source(ResizeAxis axis, int index) {
      return axis.out() > 1 ? HALF_PIXEL.source(axis, index) : 0;
    }
  },
  ALIGN_CORNERS {
    @Override
    float source(ResizeAxis axis, int index) {
      return axis.out() > 1 ? index * (axis.in() - 1f) / (axis.out() - 1f) : 0;
    }
  },
  ASYMMETRIC {
    @Override
    float source(ResizeAxis axis, int index) {
      return index / axis.scale();
    }
  },
  TF_HALF_PIXEL_FOR_NN {
    @Override
    float source(ResizeAxis axis, int index) {
      return (index + 0.5f) / axis.scale();
    }
  },
  TF_CROP_AND_RESIZE {
    @Override
    float source(ResizeAxis axis, int index) {
      float last = axis.in() - 1f;
      float extent = (axis.roiEnd() - axis.roiStart()) * last;
      return axis.out() > 1
          ? axis.roiStart() * last + index * extent / (axis.out() - 1f)
          : (axis.roiStart() + axis.roiEnd()) / 2 * last;
    }
  };

  /** A position between the operand's elements 0..in-1, or a little outside. */
  abstract float source(ResizeAxis axis, int index);
}
