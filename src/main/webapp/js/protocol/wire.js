/**
 * The shapes of the wire that the page reads, as docs/protocol.md has them. Unknown fields and types are ignored.
 *
 * @typedef {{id: string, name: string}} Participant
 * @typedef {{op: "insert", at: number, text: string} | {op: "erase", at: number, count: number}} Op
 * @typedef {"new" | "edit" | "reset" | "cancel"} DraftKind
 * @typedef {{participant_id: string, draft_id: string, seq: number, event: DraftKind, ops?: Op[]}} DraftEvent
 * @typedef {{participant_id: string, draft_id: string, seq: number, text: string}} DraftState
 * @typedef {{code: string, detail: string}} Failure
 * @typedef {{marker?: string, title?: string, url?: string}} Citation
 * @typedef {{prompt_tokens: number, completion_tokens: number}} Usage
 * @typedef {"stop" | "length" | "content_filter" | "refusal" | "tool_calls" | "error"} FinishReason
 *
 * @typedef {object} Details how a reply came about
 * @property {string} [asked_model] when another one answered
 * @property {{model: string, code: string}[]} [fallbacks]
 * @property {{messages: number, dropped: number, summarised: number, tokens: number}} [context]
 * @property {{amount: number, currency: string}} [cost]
 * @property {number} [first_token_ms]
 * @property {number} [duration_ms]
 * @property {boolean} [cached]
 * @property {number} [thinking_ms]
 * @property {string[]} [omitted_parameters] that the model refuses
 *
 * @typedef {object} Message
 * @property {string} id
 * @property {"user" | "assistant"} role
 * @property {Participant} [author]
 * @property {string} content
 * @property {string} [model]
 * @property {"posted" | "streaming" | "finished" | "stopped" | "failed"} status
 * @property {string} [parent_id]
 * @property {string} [draft_id]
 * @property {boolean} [imported] came from a file
 * @property {string} [position]
 * @property {string} created_at
 * @property {Citation[]} [citations]
 * @property {Failure} [error]
 * @property {Usage} [usage]
 * @property {Details} [details]
 * @property {string} [thinking] whole
 * @property {FinishReason} [finish_reason]
 * @property {string} [refusal]
 *
 * @typedef {object} Settings
 * @property {string | null} [default_model]
 * @property {string | null} [system_prompt]
 * @property {number | null} [temperature]
 * @property {number | null} [top_p]
 * @property {number | null} [max_tokens]
 * @property {string[] | null} [stop]
 * @property {number | null} [seed]
 * @property {"low" | "medium" | "high" | null} [effort]
 *
 * @typedef {Settings & {id: string, title?: string, updated_at?: string}} Conversation
 *
 * @typedef {object} Activity something happened in a conversation of one's own
 * @property {string} conversation_id
 * @property {string} [title]
 * @property {boolean} [running]
 * @property {string} [updated_at]
 * @property {boolean} [deleted]
 *
 * @typedef {object} ReplyState a reply in progress, with its text so far
 * @property {string} reply_id
 * @property {string} message_id
 * @property {string} model
 * @property {number} attempt
 * @property {number} seq
 * @property {string} text
 * @property {{seq: number, text: string}} [thinking]
 *
 * @typedef {object} LiveState
 * @property {ReplyState[]} [replies]
 * @property {DraftState[]} [drafts]
 * @property {Participant[]} [participants]
 *
 * @typedef {object} Room
 * @property {string} id
 * @property {string} name
 * @property {string} [topic]
 * @property {number | Participant[]} [participants]
 * @property {string} [default_model]
 * @property {"all" | "mentions" | "off"} [answers] absent: the default
 * @property {string} [created_by]
 *
 * @typedef {{type: "message", message: Message, position: string}} MessageEvent_
 * @typedef {{type: "reply.started", reply_id: string, message_id: string, model: string, attempt: number, text?: string, imported?: boolean, position: string}} ReplyStarted
 * @typedef {{type: "reply.delta", reply_id: string, attempt: number, seq: number, text: string}} ReplyDelta
 * @typedef {{type: "reply.finished", reply_id: string, message_id: string, attempt: number, status: "finished" | "stopped" | "failed", text: string, model?: string, usage?: Usage, details?: Details, citations?: Citation[], error?: Failure, thinking?: string, finish_reason?: FinishReason, refusal?: string, position: string}} ReplyFinished
 * @typedef {{type: "reply.thinking", reply_id: string, attempt: number, seq: number, text: string}} ReplyThinking
 * @typedef {{type: "draft"} & DraftEvent} DraftEvent_
 * @typedef {{type: "joined" | "left", participant: Participant}} PresenceEvent
 * @typedef {{type: "removed", message_id: string, position: string}} Removed
 * @typedef {{type: "notice", code: string, detail: string, active: boolean}} Notice
 * @typedef {{name?: string, topic?: string, answers?: "all" | "mentions" | "off"}} Renamed what of a changed conversation concerns a room
 * @typedef {{type: "conversation", conversation: Conversation & Renamed}} ConversationEvent
 * @typedef {{type: "conversation.deleted"}} ConversationDeleted
 * @typedef {{type: "activity"} & Activity} ActivityEvent
 * @typedef {MessageEvent_ | ReplyStarted | ReplyDelta | ReplyThinking | ReplyFinished | DraftEvent_ | PresenceEvent | Removed | Notice | ConversationEvent} WireEvent
 *
 * @typedef {{type: "welcome", participant: Participant, room: Room, recovered: boolean, events?: WireEvent[], messages?: Message[], next?: string, position: string} & LiveState} Welcome
 * @typedef {{type: "events", events: WireEvent[]}} Events
 * @typedef {{type: "snapshot", position: string} & LiveState} Snapshot
 * @typedef {{type: "posted", message_id: string, position: string}} Posted
 * @typedef {{type: "error", code: string, detail: string, retry_after_ms?: number, message_id?: string}} WireError
 * @typedef {{type: "pong"}} Pong
 * @typedef {{type: "reset"}} Reset
 * @typedef {WireEvent | Snapshot | Reset | ConversationDeleted | ActivityEvent} StreamEvent
 * @typedef {Welcome | Events | Snapshot | Posted | WireError | Pong} ServerFrame
 */

export {};
