package dev.upcall.compiler.emit;

/** One operator of a stage as C: a static function that calls its kernel. */
public sealed interface CLayer
    permits CAdd,
        CAddBroadcast,
        CAveragePool2D,
        CCall,
        CClamp,
        CConv2D,
        CDepthwiseConv2D,
        CFullyConnected,
        CMaxPool2D,
        CMean,
        CNests,
        CPad,
        CProductsConv2D,
        CProductsFullyConnected,
        CSoftmax,
        CTranspose {
  CLayerHead head();
}
