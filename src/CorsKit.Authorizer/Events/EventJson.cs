using System.Text.Json.Serialization;

namespace CorsKit.Authorizer.Events;

/// <summary>The event, by source generation: nothing is reflected upon. An event with a name that stands twice is not one of API Gateway's.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(AuthorizerEvent))]
internal sealed partial class EventJson : JsonSerializerContext;
