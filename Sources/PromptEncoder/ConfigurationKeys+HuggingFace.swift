internal import PromptJSON

extension ConfigurationKeys {
  /// The fields of transformers' CLIPTextConfig, SiglipTextConfig and Siglip2TextConfig, and of what
  /// every configuration of its versions 4 and 5 may hold.
  static let huggingFaceText = ConfigurationKeys(
    read: [
      "model_type", "vocab_size", "hidden_size", "intermediate_size", "num_hidden_layers",
      "num_attention_heads", "max_position_embeddings", "hidden_act", "layer_norm_eps",
      "eos_token_id", "projection_dim", "projection_size",
    ],
    idle: training.union(generation).union(bookkeeping),
    refused: [
      "quantization_config": "only plain float weights are read",
      "compression_config": "only plain float weights are read",
      "pruned_heads": "towers with heads cut out are not supported",
      "is_decoder": "only encoders are supported",
      "is_encoder_decoder": "only encoders are supported",
      "add_cross_attention": "only encoders are supported",
      "cross_attention_hidden_size": "only encoders are supported",
      "rope_scaling": "rotary positions are not supported",
      "rope_theta": "rotary positions are not supported",
      "rope_parameters": "rotary positions are not supported",
      "position_embedding_type": "only learned absolute positions are supported",
    ],
    neutral: ["position_embedding_type": "absolute"])

  private static let training: Set<String> = [
    "attention_dropout", "dropout", "hidden_dropout", "initializer_factor", "initializer_range",
    "gradient_checkpointing", "problem_type", "finetuning_task", "logit_scale_init_value",
    "label2id", "id2label", "num_labels", "tf_legacy_loss",
  ]
  private static let generation: Set<String> = [
    "bad_words_ids", "begin_suppress_tokens", "decoder_start_token_id", "diversity_penalty",
    "do_sample", "early_stopping", "encoder_no_repeat_ngram_size",
    "exponential_decay_length_penalty", "forced_bos_token_id", "forced_eos_token_id",
    "length_penalty", "max_length", "min_length", "no_repeat_ngram_size", "num_beam_groups",
    "num_beams", "num_return_sequences", "output_scores", "prefix", "remove_invalid_values",
    "repetition_penalty", "return_dict_in_generate", "suppress_tokens", "temperature", "top_k",
    "top_p", "typical_p", "use_cache",
  ]
  private static let bookkeeping: Set<String> = [
    "_attn_implementation", "_attn_implementation_autoset", "_commit_hash", "_name_or_path",
    "architectures", "attn_implementation", "bos_token_id", "chunk_size_feed_forward", "dtype",
    "output_attentions", "output_hidden_states", "pad_token_id", "return_dict", "sep_token_id",
    "task_specific_params", "tie_encoder_decoder", "tie_word_embeddings", "tokenizer_class",
    "torch_dtype", "torchscript", "transformers_version", "use_bfloat16",
    // What older conversions wrote of the image side.
    "text_config_dict", "vision_config_dict",
  ]
}
