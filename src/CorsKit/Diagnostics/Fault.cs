namespace CorsKit.Diagnostics;

/// <summary>What is wrong with a value, without the setting that it stands in.</summary>
/// <param name="Code">One of <see cref="ProblemCode"/>.</param>
/// <param name="Reason">What is wrong, without a full stop.</param>
/// <param name="Fix">What to write instead, as a sentence.</param>
internal readonly record struct Fault(string Code, string Reason, string Fix);
