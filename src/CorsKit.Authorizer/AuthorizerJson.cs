using System.Text.Json.Serialization;
using CorsKit.Authorizer.Events;
using CorsKit.Authorizer.Responses;

namespace CorsKit.Authorizer;

/// <summary>The documents, by source generation: nothing is reflected upon. A name that stands twice is a foreign event.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(AuthorizerEvent))]
[JsonSerializable(typeof(IamResponse))]
[JsonSerializable(typeof(SimpleResponse))]
internal sealed partial class AuthorizerJson : JsonSerializerContext;
