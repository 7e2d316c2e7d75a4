namespace CorsKit.Benchmarks.Requests;

/// <summary>What answers for CORS in a pipeline that is measured.</summary>
public enum Contender
{
    /// <summary>Nothing: the bare pipeline.</summary>
    None,

    /// <summary>A hand-written middleware with hard-coded values.</summary>
    Floor,

    CorsKit,

    /// <summary>Microsoft.AspNetCore.Cors.</summary>
    UseCors,
}
