using System.Text.Json.Serialization;

namespace CorsKit.Authorizer.Responses;

/// <summary>The answers, by source generation: nothing is reflected upon.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IamResponse))]
[JsonSerializable(typeof(SimpleResponse))]
internal sealed partial class ResponseJson : JsonSerializerContext;
