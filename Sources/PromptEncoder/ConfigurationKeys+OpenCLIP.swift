internal import PromptJSON

extension ConfigurationKeys {
  /// OpenCLIP's `model_cfg`: the arguments of its CLIP, CustomTextCLIP and CoCa.
  static let openCLIPModel = ConfigurationKeys(
    read: ["embed_dim", "text_cfg", "quick_gelu", "custom_text"],
    idle: [
      "vision_cfg", "init_logit_scale", "init_logit_bias", "nonscalar_logit_scale", "output_dict",
      "cast_dtype",
    ],
    refused: [
      "multimodal_cfg": "CoCa, whose text embedding is a row of its own, is not supported",
      "text_vision_heads": "is not supported",
    ])

  /// OpenCLIP's `text_cfg`: the fields of its CLIPTextCfg and the arguments of its TextTransformer.
  static let openCLIPText = ConfigurationKeys(
    read: [
      "context_length", "vocab_size", "width", "heads", "layers", "mlp_ratio", "pool_type",
      "eos_id",
      "proj_type", "proj_bias", "act_kwargs", "norm_kwargs", "no_causal_mask",
      // The tokenizer's.
      "hf_tokenizer_name", "tokenizer_mode", "tokenizer_kwargs",
    ],
    idle: [
      // A row is normalised the same before and after it is picked.
      "final_ln_after_pool",
      // Read for masks and CoCa's row only.
      "pad_id", "correct_cls_mask",
      "output_tokens",
      // Read beside hf_model_name only.
      "hf_model_pretrained", "hf_proj_type", "hf_pooler_type",
    ],
    refused: [
      "hf_model_name": "Hugging Face text towers inside OpenCLIP are not supported",
      "hf_model_config": "Hugging Face text towers inside OpenCLIP are not supported",
      "text_arch": "other text towers than the plain transformer are not supported",
      "embed_cls": "CoCa, whose text embedding is a row of its own, is not supported",
      "use_pad_mask": "masks of padding are not supported",
      "ls_init_value": "scales of layers are not supported",
      "block_type": "custom blocks are not supported",
      "qk_norm": "normalised queries and keys are not supported",
      "scaled_cosine_attn": "cosine attention is not supported",
      "scale_heads": "scales of heads are not supported",
      "scale_attn_inner": "normalisation inside attention is not supported",
      "scale_attn": "normalisation behind attention is not supported",
      "scale_fc": "normalisation inside the perceptron is not supported",
    ],
    neutral: ["block_type": "default", "text_arch": "default"])
}
