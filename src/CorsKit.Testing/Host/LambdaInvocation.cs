namespace CorsKit.Testing.Host;

/// <summary>Runs an app on one event. A server whose app runs as a Lambda function has it among its features.</summary>
internal delegate Task<Stream> LambdaInvocation(Stream lambdaEvent, CancellationToken cancellationToken);
