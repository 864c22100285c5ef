using System.Collections.Frozen;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace AiGateway.Sidecar.Protocols.Frames;

/// <summary>Names of members in frames: which ones dialects have, and whose numbers count something. All others are texts, as in whole answers, and so are the numbers that they name.</summary>
internal static class FrameNames
{
    /// <summary>Longer ones no dialect has.</summary>
    private const int MaxKnown = 64;

    /// <summary>What numbers stand for settings, counts and places; of objects, whatever stands in them.</summary>
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> s_counts = Of(
        "index created created_at completed_at expires_at sequence_number output_index content_index summary_index item_index annotation_index partial_image_index contentBlockIndex obfuscation p",
        "usage usageMetadata metrics x_groq amazon-bedrock-invocationMetrics prompt_filter_results content_filter_results content_filter_offsets safetyRatings promptFeedback citationSources statistics",
        "start_index end_index startIndex endIndex partIndex document_index start_char_index end_char_index start_page_number end_page_number start_block_index end_block_index search_result_index",
        "groundingChunkIndices confidenceScores retrievalMetadata tokenCount avgLogprobs location temperature top_p top_logprobs max_output_tokens max_tool_calls presence_penalty frequency_penalty",
        "input_tokens output_tokens total_tokens cumulative_logprob token_ids prompt_token_ids timings delay score retry_after billing return_code");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> s_known = Of(
        "id type object model role status name text content delta message choices error code param refusal reasoning reasoning_content reasoning_details summary tool_calls function_call function arguments",
        "format finish_reason native_finish_reason finishReason finishMessage stop_reason stop_sequence stopReason service_tier system_fingerprint provider call_id item_id item part response output input custom",
        "logprobs logprobsResult annotation annotations url_citation url title url_citations citation citations cited_text document_title encrypted_index encrypted_content signature data audio transcript",
        "thinking partial_json content_block tool_use_id server_name caller container container_id context_management page_age source file_id filename incomplete_details action operation queries results outputs logs",
        "candidates parts thought thoughtSignature thought_signature inlineData mimeType functionCall args partialArgs jsonPath willContinue stringValue numberValue boolValue nullValue executableCode language",
        "codeExecutionResult outcome modelVersion responseId createTime groundingMetadata webSearchQueries searchEntryPoint renderedContent sdkBlob groundingChunks web uri domain groundingSupports segment",
        "urlContextMetadata urlMetadata retrievedUrl urlRetrievalStatus citationMetadata category probability blocked start toolUse toolUseId reasoningContent redactedContent additionalModelResponseFields trace",
        "output_text instructions tools tool_choice metadata prompt user truncation conversation safety_identifier prompt_cache_key previous_response_id include store background parallel_tool_calls",
        "media_type bytes b64_json result partial_image_b64 quality size output_format revised_prompt request_id event_id server_label details innererror phase namespace");

    /// <summary>A member's name in UTF-8, without the escapes that it may be written with: clients tell members apart by this.</summary>
    public static ReadOnlySpan<byte> Of(JsonProperty member)
    {
        var name = JsonMarshal.GetRawUtf8PropertyName(member);
        return name.Contains((byte)'\\') ? Encoding.UTF8.GetBytes(member.Name) : name;
    }

    /// <summary>Whether a dialect has a member of this name.</summary>
    public static bool IsKnown(ReadOnlySpan<byte> name) => Has(s_known, name) || Has(s_counts, name);

    /// <summary>Whether numbers below a member of this name are none of a text.</summary>
    public static bool Counts(ReadOnlySpan<byte> name) => Has(s_counts, name);

    private static bool Has(in FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> names, ReadOnlySpan<byte> name)
    {
        if (name.Length > MaxKnown) return false;
        Span<char> characters = stackalloc char[MaxKnown];
        return names.Contains(characters[..Encoding.UTF8.GetChars(name, characters)]);
    }

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Of(params ReadOnlySpan<string> lines) =>
        string.Join(' ', lines).Split(' ').ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
}
