// Vector work that Swift cannot express: one header for each user.
#pragma once

#include "EncoderKernels.h"
#include "EvaluationKernels.h"
#include "PackedProduct.h"
#include "ScoringKernels.h"
#include "TreeAttention.h"
