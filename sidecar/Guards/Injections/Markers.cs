using System.Collections.Immutable;
using AiGateway.Sidecar.Guards.Scanning;

namespace AiGateway.Sidecar.Guards.Injections;

/// <summary>
/// The markers, from published accounts of the attack: OWASP's LLM01 (2025), the attack lists of BIPIA and InjecAgent as their papers describe them, tool poisoning as Invariant Labs
/// described it (2025), the control tokens of the chat templates of Llama, Mistral, Qwen and ChatML. A text's score is the sum of the weights of the markers in it, each once.
/// </summary>
internal static class Markers
{
    public static ImmutableArray<Marker> All { get; } =
    [
        .. Overrides(),
        .. Roles(),
        .. Secrecy(),
        .. Exfiltration(),
        .. Tools(),
        .. Addresses(),
        .. OtherLanguages(),
    ];

    private static IEnumerable<Marker> Overrides() =>
    [
        Of(50, @"\b(?:ignore|disregard|forget|override|bypass|discard)\s+(?:(?:all|any|the|your|of|every|these|those)\s+){0,4}(?:previous|prior|above|earlier|preceding|foregoing|existing|original|initial|system|developer)\s+(?:\w{1,20}\s+)?(?:instructions?|prompts?|rules?|directions?|guidelines?|commands?|orders?|constraints?|polic(?:y|ies))\b"),
        Of(45, @"\b(?:ignore|disregard|forget)\s+(?:everything|all|anything)\s+(?:\w{1,20}\s+){0,3}(?:above|before|said|told|written|learned)\b"),
        Of(40, @"\b(?:do\s+not|don'?t|stop)\s+(?:follow|obey|comply\s+with|following|obeying)\s+(?:(?:the|your|any|all)\s+){0,2}(?:previous|prior|above|original|system|other)\b"),
        Of(30, @"\b(?:new|updated|revised|real|actual)\s+(?:system\s+)?(?:instructions?|task|objective|orders?)\s{0,3}:"),
        Of(25, @"\byou\s+are\s+(?:now|no\s+longer)\b"),
        Of(30, @"\b(?:from\s+now\s+on|henceforth),?\s+(?:you|always|only|respond|answer)\b"),
        Of(40, @"\b(?:enter|enable|activate|switch\s+to|you\s+are\s+in)\s+(?:\w{1,20}\s+)?(?:developer|debug|admin|god|dan|jailbreak|maintenance|unrestricted|unfiltered)\s+mode\b"),
        Of(45, @"\b(?:reveal|print|repeat|output|show|display|leak|disclose|recite)\s+(?:\w{1,20}\s+){0,3}(?:system\s+(?:prompt|message|instructions?)|initial\s+instructions|hidden\s+(?:prompt|instructions)|instructions\s+above|words\s+above)\b"),
        Of(20, @"\b(?:instead|rather),?\s+(?:you\s+(?:must|should|will)|please\s+(?:do|respond|reply|write|output|say))\b"),
    ];

    private static IEnumerable<Marker> Roles() =>
    [
        Of(50, @"<\|(?:im_start|im_end|system|user|assistant|endoftext|eot_id|begin_of_text|start_header_id|end_header_id)\|>"),
        Of(40, @"\[/?INST\]"),
        Of(40, @"<</?SYS>>"),
        Of(35, @"</?(?:system|assistant|instructions?|system[_-]prompt|admin|developer|user_query|tool_result)>"),
        Of(40, @"<important>"),
        Of(25, @"\n\s{0,4}#{0,4}\s?(?:system|developer|assistant)\s?(?:prompt|message|instruction|override|note)?\s?:"),
        Of(40, @"\b(?:begin|start|end)\s+(?:of\s+)?(?:new\s+)?(?:system|admin|developer|hidden)\s+(?:prompt|message|instructions?|override)\b"),
    ];

    private static IEnumerable<Marker> Secrecy() =>
    [
        Of(40, @"\b(?:do\s+not|don'?t|never|without|must\s+not)\s+(?:tell|telling|inform|informing|mention|mentioning|reveal|revealing|notify|notifying|alert|alerting|disclose|disclosing)\s+(?:\w{1,20}\s+){0,4}(?:user|human|operator|owner|anyone|anybody|customer)\b"),
        Of(25, @"\b(?:do\s+not|don'?t|never)\s+(?:mention|reveal|disclose|acknowledge)\s+(?:this|that|these|the)\s+(?:\w{1,20}\s+)?(?:instructions?|message|note|step|request)\b"),
        Of(40, @"\b(?:secretly|silently|covertly|discreetly)\s+(?:send|forward|copy|read|upload|post|email|call|run|execute|include|add|append)\b"),
    ];

    private static IEnumerable<Marker> Exfiltration() =>
    [
        Of(25, @"\b(?:send|post|upload|forward|transmit|exfiltrate|email|submit|leak|append)\s+(?:\S{1,40}\s+){0,8}(?:to|at|via)\s+(?:https?://|\S{1,40}@)"),
        Of(20, @"\b(?:read|open|cat|fetch|retrieve|collect|copy)\s+(?:\S{1,40}\s+){0,5}(?:\.env\b|id_rsa|~?/?\.ssh/|/etc/(?:passwd|shadow)|~?/?\.aws/|credentials\b|mcp\.json)"),
        Of(15, @"\b(?:api|access|secret|private)[\s_-]?keys?\b|\bpasswords?\b|\benvironment\s+variables\b"),
        Of(20, @"!\[[^\]\n]{0,80}\]\(https?://[^)\s]{1,200}[?&][a-z_]{1,20}=(?:\{|<|\$|\[|%7b)"),
    ];

    private static IEnumerable<Marker> Tools() =>
    [
        Of(30, @"\b(?:before|after|when(?:ever)?|prior\s+to)\s+(?:using|calling|invoking|running|you\s+(?:use|call|run))\s+(?:this|any|other|the|every)\s+(?:\w{1,20}\s+)?tools?\b"),
        Of(35, @"\bthis\s+tool\s+(?:must|should|has\s+to|needs\s+to)\s+(?:always\s+)?be\s+(?:called|used|invoked|run)\s+(?:first|before|whenever)\b"),
        Of(25, @"\b(?:must|always|should|need\s+to)\s+(?:first\s+)?(?:call|use|invoke|run|execute)\s+(?:this|the|that)\s+(?:\w{1,40}\s+)?(?:tool|function)\b"),
        Of(30, @"\bpass\s+(?:its|the|their|all)\s+(?:\w{1,20}\s+){0,3}(?:contents?|values?|history|conversation)\s+(?:\w{1,20}\s+){0,3}(?:as|in|into|to)\b"),
        Of(30, @"\b(?:otherwise|or)\s+(?:the|this)\s+(?:tool|application|system|server)\s+will\s+(?:not\s+work|crash|fail|break)\b"),
    ];

    private static IEnumerable<Marker> Addresses() =>
    [
        Of(40, @"\b(?:important|urgent|critical|special|secret)\s+(?:instructions?|messages?|notice|note|update)s?\s+(?:for|to)\s+(?:the\s+|any\s+|all\s+)?(?:ai|assistants?|models?|agents?|llms?|chatbots?|language\s+models?)\b"),
        Of(30, @"\b(?:dear|attention|hey|hello|note\s+to|to)\s{0,2},?\s(?:the\s+|all\s+|any\s+)?(?:ai|llm|chatbot|language\s+model|ai\s+assistant|ai\s+agent)s?\b"),
        Of(25, @"\bif\s+you\s+are\s+(?:an?\s+|the\s+)?(?:ai|llm|assistant|language\s+model|chatbot|agent)\b"),
        Of(15, @"\b(?:as|i\s+am|this\s+is)\s+(?:an?\s+|the\s+|your\s+)?(?:system\s+)?(?:administrator|admin|developer|creator|security\s+team)\b"),
    ];

    private static IEnumerable<Marker> OtherLanguages() =>
    [
        Of(50, @"\bignore[zr]?\s+(?:toutes?\s+)?(?:les|tes|vos)\s+(?:instructions|consignes)\s+(?:précédentes|antérieures|ci-dessus)"),
        Of(50, @"\b(?:ignoriere|ignorieren\s+sie|vergiss|vergessen\s+sie|missachte)\s+(?:(?:alle|die|deine|ihre|sämtliche)\s+){0,3}(?:vorherigen|bisherigen|obigen|früheren|vorangegangenen)\s+(?:anweisungen|befehle|regeln|vorgaben|instruktionen)"),
        Of(50, @"\b(?:ignora|ignore|olvida|olvide)\s+(?:todas\s+)?(?:las|tus|sus)\s+(?:instrucciones|órdenes|reglas)\s+(?:anteriores|previas)"),
        Of(50, @"\b(?:ignore|esqueça|desconsidere)\s+(?:todas\s+)?(?:as|suas)\s+(?:instruções|ordens|regras)\s+(?:anteriores|prévias)"),
        Of(50, @"\b(?:ignora|dimentica)\s+(?:tutte\s+)?(?:le|tue)\s+istruzioni\s+(?:precedenti|sopra)"),
        Of(50, @"(?:忽略|无视|忘记)(?:之前|以上|上述|前面|先前)的?(?:所有)?的?(?:指令|指示|提示|规则)"),
        Of(50, @"(?:以前|上記|これまで)の(?:すべての)?(?:指示|命令|ルール)を(?:無視|忘れ)"),
        Of(50, @"(?:игнорируй|забудь|проигнорируй)(?:те)?\s+(?:все\s+)?(?:предыдущие|прежние)\s+(?:инструкции|указания|правила)"),
    ];

    private static Marker Of(int weight, string pattern) => new(weight, PatternRule.Of(InjectionCheck.Label, pattern, ignoreCase: true));
}
