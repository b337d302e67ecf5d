// File generated from our OpenAPI spec by Stainless. See CONTRIBUTING.md for details.
export * from "./chat/index.mjs";
export * from "./shared.mjs";
export { Admin } from "./admin/admin.mjs";
export { Audio } from "./audio/audio.mjs";
export { Batches, } from "./batches.mjs";
export { Beta } from "./beta/beta.mjs";
export { Completions, } from "./completions.mjs";
export { Containers, } from "./containers/containers.mjs";
export { Conversations } from "./conversations/conversations.mjs";
export { Embeddings, } from "./embeddings.mjs";
export { Evals, } from "./evals/evals.mjs";
export { Files, } from "./files.mjs";
export { FineTuning } from "./fine-tuning/fine-tuning.mjs";
export { Graders } from "./graders/graders.mjs";
export { Images, } from "./images.mjs";
export { Models } from "./models.mjs";
export { Moderations, } from "./moderations.mjs";
export { Realtime } from "./realtime/realtime.mjs";
export { Responses } from "./responses/responses.mjs";
export { Skills, } from "./skills/skills.mjs";
export { Uploads } from "./uploads/uploads.mjs";
export { VectorStores, } from "./vector-stores/vector-stores.mjs";
export { Videos, } from "./videos.mjs";
export { Webhooks } from "./webhooks.mjs";
//# sourceMappingURL=index.mjs.map